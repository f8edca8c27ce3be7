# Error bars of a network: cells of every kind, solved exactly, the fit, and the proof on cells that neither training nor
# the fit has seen.
#
#   make -f pipelines/calibrate.mk [NETWORK=samples/p6-schroedinger.safetensors] [CELLS_N=3000] [UNSEEN_N=1000] [BANDS=21]
#                                  [OUT=build/calibrate] [JOBS=2]
#
# OUT/calibrated.safetensors is the network with its bars, OUT/coverage.tsv the table by kind.

include $(dir $(lastword $(MAKEFILE_LIST)))common.mk

NETWORK ?= $(ROOT)/samples/p6-schroedinger.safetensors
OUT ?= build/calibrate
CELLS_N ?= 3000
UNSEEN_N ?= 1000
BANDS ?= 21
KINDS := random fill smooth discs mixtures cosines lattices pixels rough
# Those that training saw.
KNOWN := random,smooth,discs,mixtures
$(call check,count,CELLS_N UNSEEN_N BANDS)
$(call check,path,NETWORK OUT)

SETTINGS := $(call settings,$(OUT)/.settings,$(CELLS_N) $(UNSEEN_N) $(BANDS))
WEIGHTS := $(call settings,$(OUT)/.network,$(shell sha256sum < '$(NETWORK)'))

SOLVE = | solve-seq --grid 12 --bands $(BANDS) --threads 1 -o

.PHONY: calibrate clean-calibrate
calibrate: $(OUT)/coverage.tsv
	@cat '$<'
	@echo 'Network: $(OUT)/calibrated.safetensors'

# Lattices, the most various kind, are twice as many and take longest.
LIST_SHARDS = for kind in lattices $(filter-out lattices,$(KINDS)); do \
  n=$(CELLS_N); if [ $$kind = lattices ]; then n=$$((2 * n)); fi; \
  echo "$(PIPELINES)/calibrate-shard.sh $(OUT)/cells $$kind $$n 21000 $(BANDS)"; \
  echo "$(PIPELINES)/calibrate-shard.sh $(OUT)/unseen $$kind $(UNSEEN_N) 31000 $(BANDS)"; done

$(OUT)/.cells: $(SETTINGS) $(PIPELINES)/cells-of-kind.sh $(PIPELINES)/draw-cells.py
	@$(LIST_SHARDS) | $(RUN_SHARDS)
	@touch '$@'

$(OUT)/calibrated.safetensors: $(OUT)/.cells $(WEIGHTS)
	@calibrate-tbnn --network '$(NETWORK)' --known $(KNOWN) $(KINDS:%=$(OUT)/cells/%.rec.zst) -o '$@'

$(OUT)/coverage.tsv: $(OUT)/calibrated.safetensors
	@for kind in $(KINDS); do \
	  predict --network '$<' --bands $(BANDS) '$(OUT)'/unseen/$$kind.rec.zst 2> /dev/null \
	    | rec-diff --statistics '$(OUT)'/unseen/$$kind.rec.zst - > '$(OUT)'/unseen/$$kind.tsv; \
	done
	@$(PIPELINES)/calibrate.py report '$(OUT)/unseen' $(KINDS) > '$@'

clean-calibrate:
	@rm -rf '$(OUT)'
