# The shipped network from nothing: data set, then training.
#
#   make -f pipelines/train.mk [CONFIG=pipelines/config/p6.tsv] [DATA=build/data/p6] [OUT=build/train]
#                              [OPTIONS="--epochs 64 --final-epochs 4 --held-out 0.01"]
#
# Interrupt it at will: the next run goes on where this one was. The learning curve is OUT/curve.tsv.

include $(dir $(lastword $(MAKEFILE_LIST)))common.mk

CONFIG ?= $(PIPELINES)/config/p6.tsv
NAME := $(basename $(notdir $(CONFIG)))
DATA ?= build/data/$(NAME)
OUT ?= build/train
OPTIONS ?= --epochs 64 --final-epochs 4 --held-out 0.01

SETTINGS := $(call settings,$(OUT)/.settings,$(shell cksum < '$(CONFIG)') $(abspath $(DATA)) $(OPTIONS))

.PHONY: train dataset clean-train
train: $(OUT)/$(NAME).safetensors $(OUT)/curve.png
	@echo 'Network: $<'

dataset:
	@$(MAKE) -f $(PIPELINES)/dataset.mk CONFIG='$(CONFIG)' DATA='$(DATA)' JOBS='$(JOBS)'

# The order of the files is part of the run.
$(OUT)/$(NAME).safetensors: $(SETTINGS) | dataset
	@LC_ALL=C bash -c 'exec train-tbnn $(DATA)/*.rec.zst $(OPTIONS) -o $@ --curve $(OUT)/curve.tsv --resume'

$(OUT)/curve.png: $(PIPELINES)/plots/curve.gp $(OUT)/$(NAME).safetensors
	@gnuplot -e "curve='$(OUT)/curve.tsv'; picture='$@'" '$<'

clean-train:
	@rm -rf '$(OUT)'
