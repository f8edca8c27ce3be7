# What all pipelines share. Tools come from the build folder if they are there, else from PATH.

PIPELINES := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
$(foreach sign,' " $$ ` ; & ( ) < > | * ? [ ] { } \ \# % : = ~,$(if $(findstring $(sign),$(PIPELINES)), \
  $(error change to the folder above the pipelines and call make -f pipelines/...: their path has a sign that make reads as its own)))
include $(PIPELINES)/environment.mk

ROOT := $(PIPELINES)/..
BIN ?= $(abspath $(ROOT)/.build/release)
JOBS ?= $(shell nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)
# With HOSTS, a file of ssh logins, shards run on those machines, in this folder on a file system that all share.
HOSTS ?=

# The default one may have any signs.
$(if $(filter file,$(origin BIN)),,$(call check,folder?,BIN))
ifneq ($(findstring :,$(BIN)),)
$(error BIN must be a folder without colons in its path, or none of its programs is found: '$(BIN)')
endif
export PATH := $(BIN):$(PATH)
# Parallelism is over shards: one thread in each tool, and one in BLAS.
export OPENBLAS_NUM_THREADS := 1

.SHELLFLAGS := -p -euo pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-print-directory

$(call check,parts,JOBS)
$(call check,path?,HOSTS)

# $(call settings,FILE,TEXT): a file that is written anew when TEXT is another one; what was made with other settings
# depends on it and is made again.
settings = $(shell mkdir -p '$(dir $(1))' && { printf '%s\n' '$(2)' | cmp -s - '$(1)' || printf '%s\n' '$(2)' > '$(1)'; })$(1)

# Tables and pictures are made as TARGET.part; a table is published with a sum (a stream has its own), by which
# $(call discard,FILES) removes those that a full disk or a lost power cut, before make looks at what is there.
PUBLISH = $(PIPELINES)/publish.sh '$@.part' '$@'
discard = $(shell PATH='$(subst $(apostrophe),$(apostrophe)\$(apostrophe)$(apostrophe),$(PATH))' $(PIPELINES)/discard.sh $(1))

REC_PLOT := $(ROOT)/python/bin/rec-plot

# A pipeline's LIST_SHARDS prints a command a line, one for each shard, by which a cluster makes them beforehand.
RUN_SHARDS = $(PIPELINES)/run-shards.sh '$(JOBS)' '$(HOSTS)'
.PHONY: list-shards
list-shards:
	@$(LIST_SHARDS)
# The first target of the pipeline.
.DEFAULT_GOAL :=
