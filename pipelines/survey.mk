# The exact survey: random unit cells, solved at the high-symmetry points and sorted by topology.
#
#   make -f pipelines/survey.mk [SURVEY_N=10000] [ALPHA=0.5] [SEED=1] [SHARDS=20] [JOBS=2] [OUT=build/survey]
#     [GROUP=p6] [LATTICE=] [RATIO=] [ANGLE=]
#
# GROUP is any wallpaper group, on the lattice that genpot chooses for it or the one that LATTICE, RATIO and ANGLE say.
# Interrupt it at will: the next run computes only the shards that are missing.

include $(or $(wildcard $(dir $(lastword $(MAKEFILE_LIST)))common.mk),$(error change to the folder above the pipelines and call make -f pipelines/survey.mk: their path has blanks))

SURVEY_N ?= 10000
ALPHA ?= 0.5
SEED ?= 1
SHARDS ?= 20
OUT ?= build/survey
GROUP ?= p6
LATTICE ?=
RATIO ?=
ANGLE ?=
$(call check,count,SURVEY_N)
$(call check,number,ALPHA)
$(call check,seed,SEED)
$(call check,parts,SHARDS)
$(call check,path,OUT)
$(call check,group,GROUP)
$(call check,lattice?,LATTICE)
$(call check,number?,RATIO ANGLE)

# Of p6 genpot needs no word.
CRYSTAL := $(if $(filter-out p6,$(GROUP))$(LATTICE)$(RATIO)$(ANGLE),--group $(GROUP)$(if $(LATTICE), --lattice $(LATTICE))$(if $(RATIO), --ratio $(RATIO))$(if $(ANGLE), --angle $(ANGLE)))
# Shards of other parameters, or of an older build's samples, must never be mixed in.
NAME := $(if $(CRYSTAL),$(GROUP)-$(if $(LATTICE),$(LATTICE)-)$(if $(RATIO),ratio$(RATIO)-)$(if $(ANGLE),angle$(ANGLE)-))n$(SURVEY_N)-alpha$(ALPHA)-seed$(SEED)
PARTS := $(OUT)/shards/$(NAME)-of$(SHARDS)
SETS := $(OUT)/$(NAME).sets.tsv
TABLE := $(OUT)/$(NAME).tsv
FRAGILE := $(OUT)/$(NAME).fragile.tsv
PICTURE := $(OUT)/$(NAME).png
ALL_PARTS = $$(seq -f '$(PARTS)/%03g.rec.zst' 0 $$(($(SHARDS) - 1)))
ALL_TABLES = $$(seq -f '$(PARTS)/%03g.tsv' 0 $$(($(SHARDS) - 1)))
LIST_SHARDS = seq -f "$(PIPELINES)/survey-shard.sh '$(PARTS)' %.0f $(SHARDS) $(SURVEY_N) $(ALPHA) $(SEED)$(if $(CRYSTAL), $(CRYSTAL))" \
  0 $$(($(SHARDS) - 1))

.PHONY: survey shards table picture clean-survey
survey: picture
	@$(PIPELINES)/survey.py report '$(TABLE)' '$(FRAGILE)' '$(GROUP)'
	@echo 'Picture: $(PICTURE)'

shards:
	@$(LIST_SHARDS) | $(RUN_SHARDS)

table: shards
	@cat $(ALL_TABLES) > '$(SETS)'
	@$(PIPELINES)/survey.py fragile '$(SETS)' > '$(FRAGILE)'
	@$(PIPELINES)/survey.py table '$(SETS)' '$(GROUP)' > '$(TABLE)'

picture: table
	@$(PIPELINES)/survey.py picture '$(TABLE)' '$(SETS)' '$(ALPHA)' '$(GROUP)' '$(PICTURE).part' $(ALL_PARTS)
	@mv '$(PICTURE).part' '$(PICTURE)'

clean-survey:
	@rm -rf '$(OUT)'
