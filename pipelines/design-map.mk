# Which lattice models a geometry can have: the loss of the best design over the parameters of Wu and Hu's hexagons.
# Figure 4b of the paper.
#
#   make -f pipelines/design-map.mk [ROUNDS=1] [STARTS=30] [POLISH=40] [PIXELS=200] [OMEGA0=0.5:0.65:4] [J=0.03:0.048:7]
#                                   [DJ=-0.018:0.018:7] [J2=0] [BANDS=1-3] [JOBS=2] [OUT=build/design-map]
#
# Sweeps are from:to:points, in Vmax. Every round is a search of its own for each target; the map shows the best of
# all rounds that were made, so that a later run with more ROUNDS only replaces what it beats. Interrupt it at will:
# the next run computes only the targets that are missing.

include $(or $(wildcard $(dir $(lastword $(MAKEFILE_LIST)))common.mk),$(error change to the folder above the pipelines and call make -f pipelines/design-map.mk: their path has blanks))

ROUNDS ?= 1
STARTS ?= 30
POLISH ?= 40
PIXELS ?= 200
OMEGA0 ?= 0.5:0.65:4
J ?= 0.03:0.048:7
DJ ?= -0.018:0.018:7
J2 ?= 0
BANDS ?= 1-3
OUT ?= build/design-map
$(call check,count,ROUNDS STARTS PIXELS)
$(call check,counter,POLISH)
$(call check,sweep,OMEGA0 J DJ)
$(call check,number,J2)
$(call check,bands,BANDS)
$(call check,path,OUT)

points = $(word 3,$(subst :, ,$(1)))
TARGETS := $(shell echo $$(($(call points,$(OMEGA0)) * $(call points,$(J)) * $(call points,$(DJ)))))
# Rounds for other targets must never be mixed in.
MAP := $(OUT)/omega0-$(subst :,_,$(OMEGA0))-j-$(subst :,_,$(J))-dj-$(subst :,_,$(DJ))-j2-$(J2)-bands-$(BANDS)

LIST_SHARDS = for round in $$(seq 1 $(ROUNDS)); do \
  seq -f "$(PIPELINES)/design-map-shard.sh '$(MAP)' %.0f $$round --bands $(BANDS) --starts $(STARTS) --polish $(POLISH) \
    --pixels $(PIXELS) --candidates 1" 0 $$(($(TARGETS) - 1)); done

$(call discard,$(MAP)/targets.rec.zst)

.PHONY: design-map rounds clean-design-map
design-map: $(MAP)/map.png
	@$(PIPELINES)/design_map.py table '$(MAP)/map.tsv'
	@echo 'Map: $(MAP)/map.tsv, $(MAP)/map.png; designs: $(MAP)/best.rec.zst'

$(MAP)/targets.rec.zst:
	@mkdir -p '$(MAP)'
	@invdesign target wu-hu --grid 12 --set j2=$(J2) --sweep omega0=$(OMEGA0) --sweep j=$(J) --sweep dj=$(DJ) -o '$@'

rounds list-shards: $(MAP)/targets.rec.zst
rounds:
	@$(LIST_SHARDS) | $(RUN_SHARDS)

# The best design of each target over all rounds there are, whatever made them.
$(MAP)/map.tsv $(MAP)/best.rec.zst &: rounds $(PIPELINES)/design_map.py
	@$(PIPELINES)/design_map.py best '$(MAP)'

$(MAP)/map.png: $(MAP)/map.tsv
	@$(PIPELINES)/design_map.py picture '$<' '$@.part'
	@mv '$@.part' '$@'

clean-design-map:
	@rm -rf '$(OUT)'
