# The census of photonic crystals of Ghorashi et al., Phys. Rev. Lett. 133, 056602 (2024): their random cells, solved anew at the
# high-symmetry points, and how many of their first sets of bands are stable (nodal) or fragile, beside the published counts.
#
#   make -f pipelines/census.mk [CENSUS_N=10000] [GROUPS=p6] [WAVES="tm te"] [EPSILONS="8 12 16 24 32"] [SEED=1] [SHARDS=20]
#     [JOBS=2] [OUT=build/census]
#
# Interrupt it at will: the next run computes only the shards that are missing.

include $(or $(wildcard $(dir $(lastword $(MAKEFILE_LIST)))common.mk),$(error change to the folder above the pipelines and call make -f pipelines/census.mk: their path has blanks))

CENSUS_N ?= 10000
GROUPS ?= p6
WAVES ?= tm te
EPSILONS ?= 8 12 16 24 32
SEED ?= 1
SHARDS ?= 20
BANDS ?= 16
OUT ?= build/census
$(call check,count,CENSUS_N BANDS)
$(call check,seed,SEED)
$(call check,parts,SHARDS)
$(call check,path,OUT)
$(foreach one,$(GROUPS),$(eval GROUP := $(one))$(call check,group,GROUP))
$(foreach one,$(WAVES),$(if $(filter tm te,$(one)),,$(error WAVES are tm and te, not '$(one)')))
$(foreach one,$(EPSILONS),$(eval EPSILON := $(one))$(call check,number,EPSILON))

# GROUP WAVE EPSILON of each census, with dashes.
ALL := $(foreach group,$(GROUPS),$(foreach wave,$(WAVES),$(foreach epsilon,$(EPSILONS),$(group)-$(wave)-$(epsilon))))
NAME = $(1)-n$(CENSUS_N)-seed$(SEED)
PARTS = $(OUT)/shards/$(call NAME,$(1))-of$(SHARDS)
TABLE := $(OUT)/census-n$(CENSUS_N)-seed$(SEED).tsv
LIST_SHARDS = $(foreach one,$(ALL),seq -f "$(PIPELINES)/census-shard.sh '$(call PARTS,$(one))' %.0f $(SHARDS) $(CENSUS_N) $(SEED) $(subst -, ,$(one)) $(BANDS)" 0 $$(($(SHARDS) - 1));)

.PHONY: census shards table clean-census
census: table
	@column -t -s '	' '$(TABLE)'
	@echo 'Table: $(TABLE)'

shards:
	@{ $(LIST_SHARDS) } | $(RUN_SHARDS)

table: shards
	@{ $(PIPELINES)/census.py head; $(foreach one,$(ALL),cat '$(call PARTS,$(one))'/*.tsv | $(PIPELINES)/census.py report $(subst -, ,$(one)) /dev/stdin;) } > '$(TABLE).part'
	@mv '$(TABLE).part' '$(TABLE)'

clean-census:
	@rm -rf '$(OUT)'
