# Solved cells to train on: every line of the configuration, solved at 79 points, in shards.
#
#   make -f pipelines/dataset.mk [CONFIG=pipelines/config/p6.tsv] [DATA=build/data/p6] [JOBS=2]
#
# Interrupt it at will: the next run computes only the shards that are missing.

include $(or $(wildcard $(dir $(lastword $(MAKEFILE_LIST)))common.mk),$(error change to the folder above the pipelines and call make -f pipelines/dataset.mk: their path has blanks))

CONFIG ?= $(PIPELINES)/config/p6.tsv
DATA ?= build/data/$(basename $(notdir $(CONFIG)))
$(call check,path,CONFIG DATA)

LIST_SHARDS = awk -F '\t' -v shard="$(PIPELINES)/dataset-shard.sh '$(DATA)'" \
  '/^\#/ || /^$$/ { next } \
    NF != 3 || $$1 !~ /^[A-Za-z0-9._+-]+$$/ || $$2 !~ /^[1-9][0-9]?[0-9]?[0-9]?[0-9]?[0-9]?$$/ || $$3 ~ /[^A-Za-z0-9 .,:\/+=_@^-]/ { \
      print FILENAME ": line " NR " is not name, number of shards and cells, separated by tabs" > "/dev/stderr"; exit 65 } \
    { for (i = 0; i < $$2; i++) print shard, $$1, i, $$2, $$3 }' '$(CONFIG)'

.PHONY: dataset clean-dataset
dataset:
	@$(LIST_SHARDS) | $(RUN_SHARDS)

clean-dataset:
	@rm -rf '$(DATA)'
