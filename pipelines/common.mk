# What all pipelines share. Tools come from the build folder if they are there, else from PATH.

ROOT := $(abspath $(dir $(lastword $(MAKEFILE_LIST)))..)
PIPELINES := $(ROOT)/pipelines
BIN ?= $(ROOT)/.build/release
JOBS ?= $(shell nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)
# With HOSTS, a file of ssh logins, shards run on those machines, in this folder on a file system that all share.
HOSTS ?=

export PATH := $(BIN):$(PATH)
# Parallelism is over shards: one thread in each tool, and one in BLAS.
export OPENBLAS_NUM_THREADS := 1

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-print-directory

ifneq ($(words $(OUT)),$(if $(OUT),1,0))
$(error OUT must be a folder without blanks in its path, not '$(OUT)')
endif
ifeq ($(shell test '$(JOBS)' -ge 1 2> /dev/null && echo yes),)
$(error JOBS must be 1 or more, not '$(JOBS)')
endif

# $(call settings,FILE,TEXT): a file that is written anew when TEXT is another one; what was made with other settings
# depends on it and is made again.
settings = $(shell mkdir -p '$(dir $(1))' && { printf '%s\n' '$(2)' | cmp -s - '$(1)' || printf '%s\n' '$(2)' > '$(1)'; })$(1)

# A pipeline's LIST_SHARDS prints a command a line, one for each shard, by which a cluster makes them beforehand.
RUN_SHARDS = $(PIPELINES)/run-shards.sh '$(JOBS)' '$(HOSTS)'
.PHONY: list-shards
list-shards:
	@$(LIST_SHARDS)
# The first target of the pipeline.
.DEFAULT_GOAL :=
