# A phase map: three cells span a triangle in their Fourier amplitudes, and every point of it is classified by the
# network. Figure 3f of the paper.
#
#   make -f pipelines/phase-map.mk [CORNERS="1:133 1:131 1:25"] [ALPHA=0.5] [STEPS=300] [METHOD=nodes] [SHARDS=20] [JOBS=2]
#                                  [OUT=build/phase-map]
#
# CORNERS are seed:index of random cells. METHOD=irreps leaves out the search for nodes and takes the C2 theorem alone.
# Interrupt it at will: the next run computes only the parts that are missing.

include $(or $(wildcard $(dir $(lastword $(MAKEFILE_LIST)))common.mk),$(error change to the folder above the pipelines and call make -f pipelines/phase-map.mk: their path has blanks))

CORNERS ?= 1:133 1:131 1:25
ALPHA ?= 0.5
STEPS ?= 300
METHOD ?= nodes
SHARDS ?= 20
OUT ?= build/phase-map
$(call check,three-cells,CORNERS)
$(call check,number,ALPHA)
$(call check,count,STEPS)
$(call check,method,METHOD)
$(call check,parts,SHARDS)
$(call check,path,OUT)

empty :=
NAME := alpha$(ALPHA)-$(subst :,.,$(subst $(empty) $(empty),-,$(strip $(CORNERS))))
# Parts of other parameters must never be mixed in.
PARTS := $(OUT)/parts/$(NAME)-steps$(STEPS)-$(METHOD)-of$(SHARDS)
RUN := $(OUT)/$(NAME)-steps$(STEPS)-$(METHOD)
LIST_SHARDS = seq -f "$(PIPELINES)/phase-map-shard.sh '$(PARTS)' %.0f $(SHARDS) '$(OUT)/$(NAME).corners.rec.zst' $(STEPS) $(METHOD)" \
  0 $$(($(SHARDS) - 1))

$(call discard,$(OUT)/$(NAME).corners.rec.zst)

.PHONY: phase-map parts clean-phase-map
phase-map: $(RUN).png
	@awk -F '\t' '{ printf "%-14s %10s %8s %10s %8s\n", $$1, $$2, $$3, $$4, $$5 }' '$(RUN).shares.tsv'
	@echo 'Map: $(RUN).tsv, $(RUN).png'

$(OUT)/$(NAME).corners.rec.zst:
	@mkdir -p '$(OUT)'
	@for corner in $(CORNERS); do \
	  genpot random -n 1 --alpha '$(ALPHA)' --seed "$${corner%:*}" --start "$${corner#*:}"; \
	done | rec-cat -o '$@'

parts list-shards: $(OUT)/$(NAME).corners.rec.zst
parts:
	@$(LIST_SHARDS) | $(RUN_SHARDS)

$(RUN).tsv: parts
	@cat $$(seq -f '$(PARTS)/%03g.tsv' 0 $$(($(SHARDS) - 1))) > '$@.part'
	@$(PUBLISH)
	@$(PIPELINES)/phase_map.py shares '$@' > '$(RUN).shares.tsv'

$(RUN).png: $(RUN).tsv $(PIPELINES)/phase_map.py $(PIPELINES)/common.py
	@$(PIPELINES)/phase_map.py picture '$(RUN).tsv' '$(OUT)/$(NAME).corners.rec.zst' $(STEPS) '$@.part'
	@mv '$@.part' '$@'

clean-phase-map:
	@rm -rf '$(OUT)'
