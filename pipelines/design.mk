# Inverse design: what the method can reach, solved exactly.
#
#   make -f pipelines/design.mk demo        Wu and Hu's model: its bands, the search, the cell that was found (figure 4a)
#   make -f pipelines/design.mk models      lattice models on both sides of their transition, and fragile bands (figure 4a, c)
#   make -f pipelines/design.mk inversion   p and d bands exchanged by six holes and by free form (figure 2)
#   make -f pipelines/design.mk gaps        the largest complete gaps, beside those of random cells
#   make -f pipelines/design.mk roundtrip   20 unseen cells: designs towards their own bands
#
# [SEARCH=options of every search] [RANDOM_CELLS=10000] [JOBS=2] [OUT=build/design]
# Every search is a file of its own; finished ones are not made again, unless these options are others.

include $(or $(wildcard $(dir $(lastword $(MAKEFILE_LIST)))common.mk),$(error change to the folder above the pipelines and call make -f pipelines/design.mk: their path has blanks))

SEARCH ?=
RANDOM_CELLS ?= 10000
ROUNDTRIP_CELLS ?= 20
OUT ?= build/design
$(call check,options,SEARCH)
$(call check,count,RANDOM_CELLS ROUNDTRIP_CELLS)
$(call check,path,OUT)

$(call discard,$(OUT)/*.rec.zst $(OUT)/models/*.rec.zst $(OUT)/gaps.random/*.tsv \
  $(addprefix $(OUT)/,gaps.random.tsv gaps.tsv inversion.tsv roundtrip.tsv))
SEARCHED := $(call settings,$(OUT)/.search,$(SEARCH))

DESIGN = invdesign search --threads '$(JOBS)' $(SEARCH)
TARGET = invdesign target wu-hu --set omega0=0.55
PROGRAM := $(PIPELINES)/design.py
# $(call report,DESIGNS): what they reached, solved once more by themselves.
report = { solve-seq '$(1)' | fingerprint -o '$(1).solved' && $(PROGRAM) report '$(1)' '$(1).solved' && rm '$(1).solved'; }
# The crystals, and below them their exact bands.
DRAW = solve-seq --path M-Gamma-K-M --points 121 --bands 6 '$<' \
  | $(REC_PLOT) cells --width 17.8cm --no-wyckoff --no-cell --no-contour --format png -o '$@.part' && mv '$@.part' '$@'

.PHONY: all demo models inversion gaps roundtrip clean-design
all: demo models inversion gaps roundtrip

$(OUT):
	@mkdir -p '$@'

# --- One target, its search and its design.

DEMO := --set j=0.039 --set dj=0.012

demo: $(OUT)/demo.png
	@$(call report,$(OUT)/demo.rec.zst)
	@echo 'Picture: $<'

$(OUT)/demo.rec.zst: $(SEARCHED)
	@$(TARGET) $(DEMO) --grid 12 | $(DESIGN) --bands 1-3 --free-offset -o '$@'

$(OUT)/demo.starts.rec.zst: | $(OUT)
	@$(TARGET) $(DEMO) --grid 12 \
	  | invdesign search --network-only --bands 1-3 --free-offset --starts 200 --keep 200 --history -o '$@'

$(OUT)/demo.png: $(OUT)/demo.rec.zst $(OUT)/demo.starts.rec.zst $(PROGRAM)
	@solve-seq --path M-Gamma-K-M --points 121 --bands 6 '$<' -o '$(OUT)/demo.path.rec.zst'
	@$(TARGET) $(DEMO) --path M-Gamma-K-M --points 121 -o '$(OUT)/demo.target.rec.zst'
	@$(PROGRAM) demo '$<' '$(OUT)/demo.starts.rec.zst' '$(OUT)/demo.path.rec.zst' '$(OUT)/demo.target.rec.zst' '$@.part'
	@mv '$@.part' '$@'

# --- Lattice models, and fragile bands: by a reward, and those of a random cell.

# dJ_J
WU_HU := -0.012_0.034 -0.009_0.034 -0.006_0.036 0.006_0.037 0.009_0.038 0.012_0.039
MODELS := $(WU_HU:%=models/wu-hu_%) models/extended models/fragile-reward models/fragile-cell

models: $(OUT)/models.png
	@$(call report,$(OUT)/models.rec.zst) | tee '$(OUT)/models.tsv'
	@echo 'Picture: $<'

$(OUT)/models:
	@mkdir -p '$@'

$(OUT)/models/wu-hu_%.rec.zst: $(SEARCHED) | $(OUT)/models
	@$(TARGET) --set dj=$(word 1,$(subst _, ,$*)) --set j=$(word 2,$(subst _, ,$*)) --grid 12 \
	  | $(DESIGN) --bands 1-3 --free-offset -o '$@'
# Next-nearest coupling strong enough for fragile bands 3 and 4: beyond what cells can have, as the loss tells.
$(OUT)/models/extended.rec.zst: $(SEARCHED) | $(OUT)/models
	@$(TARGET) --set dj=0.012 --set j=0.039 --set j2=0.015 --grid 12 | $(DESIGN) --bands 1-4 --free-offset -o '$@'
$(OUT)/models/fragile-reward.rec.zst: $(SEARCHED) | $(OUT)/models
	@$(DESIGN) --reward '1000 sets 1a s/0,0,1,0,0,1,0,2' --reward 'gap 1' -o '$@'
# The first random cell whose second set is fragile.
$(OUT)/models/fragile-cell.rec.zst: $(SEARCHED) | $(OUT)/models
	@genpot random -n 1000 --seed 777002 --alpha 0.5 | solve-seq --grid 12 --tolerance 1e-4 | fingerprint \
	  | rec-cat --verdict fragile --set 2 --head 1 -o '$(OUT)/models/fragile-target.rec.zst'
	@$(DESIGN) --bands 1-3 '$(OUT)/models/fragile-target.rec.zst' -o '$@'

$(OUT)/models.rec.zst: $(MODELS:%=$(OUT)/%.rec.zst)
	@rec-cat $^ -o '$@'
$(OUT)/models.png: $(OUT)/models.rec.zst
	@$(DRAW)

# --- p and d exchanged.

INVERSION := p-below-d d-below-p
ORDER_p-below-d := s,p/d
ORDER_d-below-p := s,d/p

inversion: $(OUT)/inversion.png
	@$(call report,$(OUT)/inversion.rec.zst)
	@cat '$(OUT)/inversion.tsv'
	@echo 'Pictures: $<, $(OUT)/holes/rings.png'

$(OUT)/inversion-%.rec.zst: $(SEARCHED)
	@$(DESIGN) --reward '100 irreps Gamma:$(ORDER_$*)' --reward 'gap 3' -o '$@'
$(OUT)/inversion.rec.zst: $(INVERSION:%=$(OUT)/inversion-%.rec.zst)
	@rec-cat $^ -o '$@'
# Six holes of every distance and radius, with the same gap.
$(OUT)/holes.rec.zst: | $(OUT)
	@genpot holes --pixels 200 --sweep distance=0.25:0.42:18 --sweep radius=0.06:0.14:9 \
	  | solve-seq --grid 12 --tolerance 1e-4 -o '$@'
$(OUT)/inversion.tsv: $(OUT)/holes.rec.zst $(OUT)/inversion.rec.zst
	@$(PROGRAM) inversion $^ > '$@.part'
	@$(PUBLISH)
$(OUT)/inversion.png: $(OUT)/inversion.rec.zst $(OUT)/inversion.tsv
	@$(MAKE) -f $(PIPELINES)/validate.mk OUT='$(OUT)/holes' '$(OUT)/holes/rings.png'
	@$(DRAW)

# --- The largest complete gaps.

CUTS := 1 2 3

gaps: $(OUT)/gaps.png $(OUT)/gaps.tsv
	@cat '$(OUT)/gaps.tsv'
	@echo 'Picture: $<'

$(OUT)/gap-%.rec.zst: $(SEARCHED)
	@$(DESIGN) --reward 'gap $*' -o '$@'
$(OUT)/gaps.rec.zst: $(CUTS:%=$(OUT)/gap-%.rec.zst)
	@rec-cat $^ -o '$@'
# As many random cells, of every smoothness that the spectrum can have.
SPECTRA := 0.5 1 2 3
$(OUT)/gaps.random/%.tsv: $(call settings,$(OUT)/.random,$(RANDOM_CELLS))
	@mkdir -p '$(@D)'
	@genpot random -n $$(($(RANDOM_CELLS) / $(words $(SPECTRA)))) --seed 777003 --alpha $* \
	  | solve-seq --grid 12 --bands 5 --tolerance 1e-4 --threads '$(JOBS)' \
	  | $(PROGRAM) gaps > '$@.part'
	@$(PUBLISH)
$(OUT)/gaps.random.tsv: $(SPECTRA:%=$(OUT)/gaps.random/%.tsv)
	@cat $^ > '$@.part'
	@$(PUBLISH)
$(OUT)/gaps.tsv: $(OUT)/gaps.random.tsv $(OUT)/gaps.rec.zst
	@$(PROGRAM) largest $^ > '$@.part'
	@$(PUBLISH)
$(OUT)/gaps.png: $(OUT)/gaps.rec.zst
	@$(DRAW)

# --- Towards bands that surely can be had.

roundtrip: $(OUT)/roundtrip.tsv
	@cat '$<'

$(OUT)/roundtrip.rec.zst: $(SEARCHED) $(call settings,$(OUT)/.roundtrip,$(ROUNDTRIP_CELLS))
	@genpot random -n '$(ROUNDTRIP_CELLS)' --seed 777001 --alpha 1 | solve-seq --grid 12 --tolerance 1e-4 \
	  | $(DESIGN) --bands 1-4 -o '$@'
$(OUT)/roundtrip.tsv: $(OUT)/roundtrip.rec.zst
	@$(call report,$<) > '$@.part'
	@$(PUBLISH)

clean-design:
	@rm -rf '$(OUT)'
