# The shipped network from nothing: data set, then training.
#
#   make -f pipelines/train.mk [CONFIG=pipelines/config/p6.tsv] [DATA=build/data/p6] [OUT=build/train]
#                              [OPTIONS="--epochs 64 --final-epochs 4 --held-out 0.01"]
#
# Interrupt it at will: the next run goes on where this one was. The learning curve is OUT/curve.tsv.

include $(or $(wildcard $(dir $(lastword $(MAKEFILE_LIST)))common.mk),$(error change to the folder above the pipelines and call make -f pipelines/train.mk: their path has blanks))

CONFIG ?= $(PIPELINES)/config/p6.tsv
$(call check,path,CONFIG)
NAME := $(basename $(notdir $(CONFIG)))
DATA ?= build/data/$(NAME)
OUT ?= build/train
OPTIONS ?= --epochs 64 --final-epochs 4 --held-out 0.01
$(call check,path,DATA OUT)
$(call check,options,OPTIONS)

SETTINGS := $(call settings,$(OUT)/.settings,$(shell cksum < '$(CONFIG)') $(abspath $(DATA)) $(OPTIONS))

.PHONY: train dataset clean-train
train: $(OUT)/$(NAME).safetensors $(OUT)/curve.png
	@echo 'Network: $<'

dataset:
	@$(MAKE) -f $(PIPELINES)/dataset.mk CONFIG='$(CONFIG)' DATA='$(DATA)' JOBS='$(JOBS)'

# The order of the files is part of the run.
$(OUT)/$(NAME).safetensors: $(SETTINGS) | dataset
	@exec train-tbnn $(DATA)/*.rec.zst $(OPTIONS) -o '$@' --curve '$(OUT)/curve.tsv' --resume

$(OUT)/curve.png: $(OUT)/$(NAME).safetensors
	@$(PIPELINES)/train.py curve '$(OUT)/curve.tsv' '$@.part'
	@mv '$@.part' '$@'

clean-train:
	@rm -rf '$(OUT)'
