# A search for rare cells: random cells in batches until N of the wanted kind are found by the network and confirmed by
# the exact solver.
#
#   make -f pipelines/mine.mk WANT=fragile [SET=2] [N=10] [ALPHA=0.5] [SEED=1] [BATCH=2000] [MOST=10000000] [JOBS=2]
#                             [OUT=build/mine]
#   make -f pipelines/mine.mk WANT=winding
#   make -f pipelines/mine.mk WANT="1a f"
#   make -f pipelines/mine.mk NODES=1          bands 1 and 2 touch at free nodes
#
# WANT is fragile, winding, obstructed, composite, the name of an elementary band representation or of a sum, such as
# "1a s + 3c odd", of any set or of set number SET. Interrupt it at will: the next run goes on, and the result does not
# depend on it. The confirmed cells are OUT/NAME.rec.zst.

include $(or $(wildcard $(dir $(lastword $(MAKEFILE_LIST)))common.mk),$(error change to the folder above the pipelines and call make -f pipelines/mine.mk: their path has blanks))

WANT ?=
SET ?=
NODES ?=
N ?= 10
ALPHA ?= 0.5
SEED ?= 1
BATCH ?= 2000
MOST ?= 10000000
OUT ?= build/mine
$(call check,class?,WANT)
$(call check,count?,SET NODES)
$(call check,count,N BATCH MOST)
$(call check,number,ALPHA)
$(call check,seed,SEED)
$(call check,path,OUT)

empty :=
KIND := $(if $(NODES),nodes$(NODES),$(subst $(empty) $(empty),_,$(WANT))$(if $(SET),-set$(SET)))
FOLDER := $(OUT)/$(KIND)-alpha$(ALPHA)-seed$(SEED)-by$(BATCH)
RESULT := $(FOLDER)-n$(N)

ARGUMENTS = '$(FOLDER)' '$(BATCH)' '$(ALPHA)' '$(SEED)' '$(WANT)' '$(SET)' '$(NODES)'
# All batches up to MOST: a cluster makes them at once, and the search then takes those it needs.
LIST_SHARDS = $(PIPELINES)/mine-list.sh 0 $$((($(MOST) + $(BATCH) - 1) / $(BATCH))) $(ARGUMENTS)

.PHONY: wanted mine clean-mine
mine list-shards: wanted
wanted:
	@if [ -z '$(KIND)' ]; then echo 'mine: say what is wanted, WANT=fragile or NODES=1' >&2; exit 64; fi
	@$(PIPELINES)/mine.py known '$(WANT)'
mine:
	@mkdir -p '$(FOLDER)'
	@HOSTS='$(HOSTS)' $(PIPELINES)/mine.sh '$(N)' '$(MOST)' '$(JOBS)' $(ARGUMENTS) > '$(RESULT).tsv'
	@if compgen -G '$(FOLDER)/*.rec.zst' > /dev/null; then \
	  printf '%s\n' '$(FOLDER)'/*.rec.zst \
	    | awk -F / -v batches="$$(awk -F '\t' '{ print $$1 / $(BATCH) }' '$(RESULT).tsv')" '$$NF + 0 < batches' \
	    | tr '\n' '\0' | xargs -0 rec-cat --head '$(N)' -o '$(RESULT).rec.zst'; \
	fi
	@awk -F '\t' '{ printf "drawn %d, found by the network %d (%.4f %%), confirmed exactly %d (%.1f %% of them)\n", \
	  $$1, $$2, 100 * $$2 / $$1, $$3, $$2 ? 100 * $$3 / $$2 : 0; exit $$3 < $(N) }' '$(RESULT).tsv' \
	  || { echo 'mine: fewer than wanted; raise MOST' >&2; exit 1; }
	@echo 'Cells: $(RESULT).rec.zst'

clean-mine:
	@rm -rf '$(OUT)'
