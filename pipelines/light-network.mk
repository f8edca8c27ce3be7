# A network for light in p6 or p4 crystals with ratios of epsilon of 2 to 16, from nothing: data set, training, half precision, error bars.
#
#   make -f pipelines/light-network.mk [WAVE=tm] [GROUP=p6] [SHARDS=400] [SHARD_N=400] [KIND_N=150] [OPTIONS="--epochs 26 --final-epochs 2 --held-out 0.015"]
#                                      [OUT=build/light] [JOBS=2]
#
# Interrupt it at will: the next run goes on where this one was. OUT/GROUP-WAVE.safetensors is the network, OUT/GROUP-WAVE.tsv the
# learning curve, OUT/GROUP-WAVE-coverage.tsv says how many error bars hold.

include $(or $(wildcard $(dir $(lastword $(MAKEFILE_LIST)))common.mk),$(error change to the folder above the pipelines and call make -f pipelines/light-network.mk: their path has blanks))

WAVE ?= tm
GROUP ?= p6
SHARDS ?= 400
SHARD_N ?= 400
# Cells of each kind and ratio that error bars are learned from, and as many that they are tried on.
KIND_N ?= 150
RATIOS := 2 2.8 4 5.7 8 11.3 16
# Drawn pictures are of p6.
KINDS := random fill smooth discs mixtures $(if $(filter p6,$(GROUP)),cosines lattices pixels) rough
OPTIONS ?= --epochs 26 --final-epochs 2 --held-out 0.015
OUT ?= build/light
$(if $(filter tm te,$(WAVE)),,$(error WAVE is tm or te, not '$(WAVE)'))
$(if $(filter p6 p4,$(GROUP)),,$(error GROUP is p6 or p4, not '$(GROUP)'))
$(call check,count,SHARDS SHARD_N KIND_N)
$(call check,path,OUT)
$(call check,options,OPTIONS)

NAME := $(GROUP)-$(WAVE)
# Of p6 without its name.
PART := $(if $(filter p6,$(GROUP)),,$(GROUP)-)$(WAVE)
DATA := $(OUT)/$(PART)-of$(SHARD_N)
BARS := $(OUT)/$(PART)-kinds
SETTINGS := $(call settings,$(OUT)/.$(PART),$(SHARDS) $(SHARD_N) $(KIND_N) $(OPTIONS))

.PHONY: light-network shards clean-light-network
light-network: $(OUT)/$(NAME)-coverage.tsv
	@cat '$<'
	@echo 'Network: $(OUT)/$(NAME).safetensors'

LIST_SHARDS = for i in $$(seq 0 $$(($(SHARDS) - 1))); do \
    echo "$(PIPELINES)/light-shard.sh $(DATA) $(WAVE) $$i $(SHARD_N) $(GROUP)"; done; \
  i=0; for ratio in $(RATIOS); do for kind in $(KINDS); do \
    echo "GROUP=$(GROUP) $(PIPELINES)/calibrate-shard.sh $(BARS)/$$ratio $$kind $(KIND_N) $$((21000 + i)) 7 --equation $(WAVE) --material epsilon=1:$$ratio"; \
    echo "GROUP=$(GROUP) $(PIPELINES)/calibrate-shard.sh $(BARS)-unseen/$$ratio $$kind $(KIND_N) $$((41000 + i)) 7 --equation $(WAVE) --material epsilon=1:$$ratio"; \
    done; i=$$((i + 1000)); done

shards:
	@{ $(LIST_SHARDS); } | $(RUN_SHARDS)

$(OUT)/$(NAME)-single.safetensors: $(SETTINGS) | shards
	@exec train-tbnn $(DATA)/*.rec.zst $(OPTIONS) -o '$@' --curve '$(OUT)/$(NAME).tsv' --resume

# Of every kind the cells of all ratios.
$(OUT)/$(NAME).safetensors: $(OUT)/$(NAME)-single.safetensors
	@for part in '$(BARS)' '$(BARS)-unseen'; do \
	  for kind in $(KINDS); do rec-cat $$part/[0-9]*/$$kind.rec.zst > $$part/$$kind.rec.zst; done; done
	@calibrate-tbnn --network '$<' --half --known random,mixtures $(KINDS:%='$(BARS)'/%.rec.zst) -o '$@'

$(OUT)/$(NAME)-coverage.tsv: $(OUT)/$(NAME).safetensors
	@for kind in $(KINDS); do \
	  predict --network '$<' '$(BARS)'-unseen/$$kind.rec.zst 2> /dev/null \
	    | rec-diff --statistics '$(BARS)'-unseen/$$kind.rec.zst - > '$(BARS)'-unseen/$$kind.tsv; \
	done
	@$(PIPELINES)/calibrate.py report '$(BARS)-unseen' $(KINDS) > '$@'

clean-light-network:
	@rm -rf '$(OUT)'
