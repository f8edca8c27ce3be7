# The exact survey: random unit cells, solved at the high-symmetry points and sorted by topology.
#
#   make -f pipelines/survey.mk [SURVEY_N=10000] [ALPHA=0.5] [SEED=1] [SHARDS=20] [JOBS=2] [OUT=build/survey]
#
# Interrupt it at will: the next run computes only the shards that are missing.

include $(or $(wildcard $(dir $(lastword $(MAKEFILE_LIST)))common.mk),$(error change to the folder above the pipelines and call make -f pipelines/survey.mk: their path has blanks))

SURVEY_N ?= 10000
ALPHA ?= 0.5
SEED ?= 1
SHARDS ?= 20
OUT ?= build/survey
$(call check,count,SURVEY_N)
$(call check,number,ALPHA)
$(call check,seed,SEED)
$(call check,parts,SHARDS)
$(call check,path,OUT)

# Shards of other parameters, or of an older build's samples, must never be mixed in.
NAME := n$(SURVEY_N)-alpha$(ALPHA)-seed$(SEED)
PARTS := $(OUT)/shards/$(NAME)-of$(SHARDS)
SETS := $(OUT)/$(NAME).sets.tsv
TABLE := $(OUT)/$(NAME).tsv
FRAGILE := $(OUT)/$(NAME).fragile.tsv
PICTURE := $(OUT)/$(NAME).png
ALL_PARTS = $$(seq -f '$(PARTS)/%03g.rec.zst' 0 $$(($(SHARDS) - 1)))
ALL_TABLES = $$(seq -f '$(PARTS)/%03g.tsv' 0 $$(($(SHARDS) - 1)))
LIST_SHARDS = seq -f "$(PIPELINES)/survey-shard.sh '$(PARTS)' %.0f $(SHARDS) $(SURVEY_N) $(ALPHA) $(SEED)" \
  0 $$(($(SHARDS) - 1))

.PHONY: survey shards table picture clean-survey
survey: picture
	@$(PIPELINES)/survey.py report '$(TABLE)' '$(FRAGILE)'
	@echo 'Picture: $(PICTURE)'

shards:
	@$(LIST_SHARDS) | $(RUN_SHARDS)

table: shards
	@cat $(ALL_TABLES) > '$(SETS)'
	@$(PIPELINES)/survey.py fragile '$(SETS)' > '$(FRAGILE)'
	@$(PIPELINES)/survey.py table '$(SETS)' > '$(TABLE)'

picture: table
	@$(PIPELINES)/survey.py picture '$(TABLE)' '$(SETS)' '$(ALPHA)' '$(PICTURE).part' $(ALL_PARTS)
	@mv '$(PICTURE).part' '$(PICTURE)'

clean-survey:
	@rm -rf '$(OUT)'
