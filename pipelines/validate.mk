# The network against the exact solver on cells that training never saw: the paper's evidence, its numbers beside ours.
#
#   make -f pipelines/validate.mk [NETWORK=samples/p6-schroedinger.safetensors] [CELLS_N=2000] [OUT=build/validate] [JOBS=2]
#
# Tables (tab-separated) and pictures go to OUT.

include $(or $(wildcard $(dir $(lastword $(MAKEFILE_LIST)))common.mk),$(error change to the folder above the pipelines and call make -f pipelines/validate.mk: their path has blanks))

NETWORK ?= $(ROOT)/samples/p6-schroedinger.safetensors
OUT ?= build/validate
CELLS_N ?= 2000
$(call check,path,NETWORK OUT)
$(call check,count,CELLS_N)

CELLS := $(call settings,$(OUT)/.cells,$(CELLS_N))
WEIGHTS := $(call settings,$(OUT)/.network,$(shell sha256sum < '$(NETWORK)'))

PREDICT = predict --network '$(NETWORK)'

# Sets of unseen cells: how they are made, and on which grid they are solved.
CELLS_alpha1 := random -n $(CELLS_N) --alpha 1 --seed 9201
CELLS_alpha1-fine := $(CELLS_alpha1)
CELLS_alpha0.5 := random -n $(CELLS_N) --alpha 0.5 --seed 9202
CELLS_holes := holes --sweep distance=0.25:0.42:35 --sweep radius=0.08:0.14:13
# The paper's figure 2: six holes, R through a/3.
CELLS_ring := holes --radius 0.1 --sweep distance=0.25:0.42:69
CELLS_five := random -n 5 --alpha 1 --seed 9210
CELLS_one := random -n 1 --alpha 1 --seed 9211 --start 46
GRID_alpha1 := 12
GRID_alpha1-fine := 40
GRID_alpha0.5 := 12
GRID_holes := 12
SETS := alpha1 alpha1-fine alpha0.5 mix holes
PICTURES := bands symmetries deviations gaps rings

$(call discard,$(OUT)/*.exact.rec.zst $(OUT)/*.network.rec.zst $(SETS:%=$(OUT)/%.tsv))

.PHONY: validate tables pictures clean-validate
validate: tables pictures
	@$(PIPELINES)/validate.py report '$(OUT)' | tee '$(OUT)/report.tsv'
	@echo 'Tables and pictures: $(OUT)'
tables: $(SETS:%=$(OUT)/%.tsv)
pictures: $(PICTURES:%=$(OUT)/%.png)

$(OUT)/mix.exact.rec.zst: $(PIPELINES)/config/p6-unseen.tsv
	@$(MAKE) -f $(PIPELINES)/dataset.mk CONFIG='$<' DATA='$(OUT)/mix' JOBS='$(JOBS)'
	@cat '$(OUT)'/mix/*.rec.zst | rec-cat -o '$@'

$(OUT)/%.exact.rec.zst: $(CELLS)
	@genpot $(CELLS_$*) | solve-seq --grid $(GRID_$*) -o '$@'

$(OUT)/%.network.rec.zst: $(OUT)/%.exact.rec.zst $(NETWORK) $(WEIGHTS)
	@$(PREDICT) '$<' -o '$@'

$(OUT)/%.tsv: $(OUT)/%.exact.rec.zst $(OUT)/%.network.rec.zst
	@rec-diff --statistics $^ > '$@.part'
	@$(PUBLISH)

DRAW = $(PIPELINES)/validate.py $(basename $(@F))
DRAWN = $(PIPELINES)/validate.py $(PIPELINES)/common.py

# Figure 1b: bands along a path with the irreps at its corners, exact and predicted.
$(OUT)/bands.png: $(DRAWN) $(NETWORK) $(WEIGHTS)
	@genpot $(CELLS_one) | solve-seq --path Gamma-K-M-Gamma --points 121 -o '$(OUT)/path.rec.zst'
	@$(PREDICT) '$(OUT)/path.rec.zst' -o '$(OUT)/path.network.rec.zst'
	@$(DRAW) '$(OUT)/path.rec.zst' '$(OUT)/path.network.rec.zst' '$@.part'
	@mv '$@.part' '$@'

# Figure 1c and figure 5.
$(OUT)/symmetries.png $(OUT)/deviations.png: $(DRAWN) $(OUT)/alpha1.tsv $(OUT)/alpha0.5.tsv
	@$(DRAW) '$(OUT)' '$@.part'
	@mv '$@.part' '$@'

# Figure 1d: gaps over the Brillouin zone, nodes included, of five cells.
$(OUT)/gaps.png: $(DRAWN) $(NETWORK) $(WEIGHTS)
	@genpot $(CELLS_five) | solve-seq --grid 60 -o '$(OUT)/five.rec.zst'
	@$(PREDICT) --grid 60 '$(OUT)/five.rec.zst' -o '$(OUT)/five.network.rec.zst'
	@$(DRAW) '$(OUT)/five.rec.zst' '$(OUT)/five.network.rec.zst' '$@.part'
	@mv '$@.part' '$@'

# Figure 2: the levels at Gamma as R grows, and bands before, at and after the inversion.
RING_PATHS := $(foreach r,0.30 0.333333333333 0.37,$(OUT)/ring-$(r).rec.zst $(OUT)/ring-$(r).network.rec.zst)
$(OUT)/rings.png: $(DRAWN) $(NETWORK) $(WEIGHTS)
	@genpot $(CELLS_ring) | solve-seq -o '$(OUT)/ring.rec.zst'
	@$(PREDICT) '$(OUT)/ring.rec.zst' -o '$(OUT)/ring.network.rec.zst'
	@for distance in 0.30 0.333333333333 0.37; do \
	  genpot holes --radius 0.1 --distance $$distance | solve-seq --path M-Gamma-K --points 81 -o "$(OUT)/ring-$$distance.rec.zst"; \
	  $(PREDICT) "$(OUT)/ring-$$distance.rec.zst" -o "$(OUT)/ring-$$distance.network.rec.zst"; \
	done
	@$(DRAW) '$(OUT)' '$@.part' $(RING_PATHS)
	@mv '$@.part' '$@'

clean-validate:
	@rm -rf '$(OUT)'
