# A network for light in p6 crystals with ratios of epsilon of 2 to 16, from nothing: data set, training, half precision, error bars.
#
#   make -f pipelines/light-network.mk [WAVE=tm] [SHARDS=400] [SHARD_N=400] [OPTIONS="--epochs 26 --final-epochs 2 --held-out 0.015"]
#                                      [OUT=build/light] [JOBS=2]
#
# Interrupt it at will: the next run goes on where this one was. OUT/p6-WAVE.safetensors is the network, OUT/p6-WAVE.tsv the learning
# curve.

include $(or $(wildcard $(dir $(lastword $(MAKEFILE_LIST)))common.mk),$(error change to the folder above the pipelines and call make -f pipelines/light-network.mk: their path has blanks))

WAVE ?= tm
SHARDS ?= 400
SHARD_N ?= 400
# Ratios that training does not see, for the error bars.
UNSEEN ?= 20
OPTIONS ?= --epochs 26 --final-epochs 2 --held-out 0.015
OUT ?= build/light
$(if $(filter tm te,$(WAVE)),,$(error WAVE is tm or te, not '$(WAVE)'))
$(call check,count,SHARDS SHARD_N UNSEEN)
$(call check,path,OUT)
$(call check,options,OPTIONS)

NAME := p6-$(WAVE)
DATA := $(OUT)/$(WAVE)-of$(SHARD_N)
SETTINGS := $(call settings,$(OUT)/.$(WAVE),$(SHARDS) $(SHARD_N) $(UNSEEN) $(OPTIONS))

.PHONY: light-network shards clean-light-network
light-network: $(OUT)/$(NAME).safetensors
	@echo 'Network: $<'

LIST_SHARDS = for i in $$(seq 0 $$(($(SHARDS) - 1))); do \
    echo "$(PIPELINES)/light-shard.sh $(DATA) $(WAVE) $$i $(SHARD_N)"; done; \
  for i in $$(seq 100000 $$((100000 + $(UNSEEN) - 1))); do \
    echo "$(PIPELINES)/light-shard.sh $(DATA)-unseen $(WAVE) $$i $(SHARD_N)"; done

shards:
	@{ $(LIST_SHARDS); } | $(RUN_SHARDS)

$(OUT)/$(NAME)-single.safetensors: $(SETTINGS) | shards
	@exec train-tbnn $(DATA)/*.rec.zst $(OPTIONS) -o '$@' --curve '$(OUT)/$(NAME).tsv' --resume

# One kind: light of all ratios.
$(OUT)/$(NAME).safetensors: $(OUT)/$(NAME)-single.safetensors
	@rec-cat $(DATA)-unseen/*.rec.zst > '$(OUT)/random.rec.zst'
	@calibrate-tbnn --network '$<' --half '$(OUT)/random.rec.zst' -o '$@'

clean-light-network:
	@rm -rf '$(OUT)'
