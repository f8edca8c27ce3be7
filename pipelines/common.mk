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

# A pipeline's LIST_SHARDS prints a command a line, one for each shard, by which a cluster makes them beforehand.
RUN_SHARDS = $(PIPELINES)/run-shards.sh '$(JOBS)' '$(HOSTS)'
.PHONY: list-shards
list-shards:
	@$(LIST_SHARDS)
# The first target of the pipeline.
.DEFAULT_GOAL :=
