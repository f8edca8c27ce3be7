# The survey by network and exact solver, by Berry flux and by compatibility: figures 3, 7 and 8 of the paper.
#
#   make -f pipelines/survey-network.mk [SURVEY_N=10000] [ALPHAS="0.5 1"] [SEED=1] [SHARDS=20] [JOBS=2] [KEEP=no]
#                                       [CUTS=5] [OUT=build/survey-network]
#
# Interrupt it at will: the next run computes only the shards that are missing. KEEP=yes keeps the record streams of
# every shard (25 kB a cell, most of it the reduced models); without it only counts and disagreements stay, and the
# space that a run takes does not grow with SURVEY_N.

include $(or $(wildcard $(dir $(lastword $(MAKEFILE_LIST)))common.mk),$(error change to the folder above the pipelines and call make -f pipelines/survey-network.mk: their path has blanks))

SURVEY_N ?= 10000
ALPHAS ?= 0.5 1
SEED ?= 1
# The network has learned six bands everywhere, and the seventh at Gamma, K and M alone. Nodes that its model has
# between bands 6 and 7 mean nothing: the cuts 1|2 to 5|6 are searched, for both, and at 6|7 the theorem decides.
CUTS ?= 5
# Shards of at most 5,000 cells.
SHARDS ?= $(shell echo $$(( $(SURVEY_N) > 100000 ? ($(SURVEY_N) + 4999) / 5000 : 20 )))
KEEP ?= no
OUT ?= build/survey-network
# Cells of the symmetry tables, seed:index: the corners of the phase map, and one whose bands 2 and 3 free nodes connect.
SAMPLES ?= 1:133 1:131 1:25 1:65
TSNE_N ?= 2000
PYTHON ?= /usr/bin/python3
$(call check,count,SURVEY_N TSNE_N)
$(call check,numbers,ALPHAS)
$(call check,seed,SEED)
$(call check,cuts,CUTS)
$(call check,parts,SHARDS)
$(call check,yes-no,KEEP)
$(call check,cells,SAMPLES)
$(call check,path,OUT PYTHON)

PROGRAM := $(PIPELINES)/survey_network.py
# Shards of other parameters must never be mixed in.
NAME := n$(SURVEY_N)-seed$(SEED)
RUN := $(OUT)/$(NAME)
ALPHA := $(firstword $(ALPHAS))
# Only where python3-sklearn is installed.
TSNE := $(if $(shell $(PYTHON) -c 'import sklearn, zstandard, google.protobuf' 2> /dev/null && echo yes),$(OUT)/tsne.png)
parts = $(OUT)/shards/$(NAME)-alpha$(1)-cuts$(CUTS)-of$(SHARDS)
LIST_SHARDS = for alpha in $(ALPHAS); do \
    seq -f "$(PIPELINES)/network-shard.sh '$(call parts,$$alpha)' %.0f $(SHARDS) $(SURVEY_N) $$alpha $(SEED) $(KEEP) $(CUTS)" \
      0 $$(($(SHARDS) - 1)); \
  done

PICTURED := $(call settings,$(OUT)/.pictured,$(ALPHA) $(SEED) $(SAMPLES) $(TSNE_N))

$(call discard,$(OUT)/tsne.tsv)

# What stands between a table and its shards is kept.
.SECONDARY:
.PHONY: survey-network shards clean-survey-network
survey-network: $(RUN).methods.png $(RUN).distributions.png $(OUT)/symmetry-tables.png $(TSNE)
	@$(PIPELINES)/survey_network.py report '$(RUN)' $(ALPHAS) | tee '$(RUN).report.txt'
	@echo 'Tables: $(RUN).*.tsv'
	@echo 'Pictures: $^'

shards:
	@$(LIST_SHARDS) | $(RUN_SHARDS)

# Nothing is newer than what a run without missing shards made of them.
$(RUN).alpha%.counts.tsv: shards
	@$(PROGRAM) merge $(call parts,$*)/*.counts.tsv > '$@.part'
	@$(PUBLISH)
	@cat $(call parts,$*)/*.disagreements.tsv > '$(RUN).alpha$*.disagreements.tsv'

$(RUN).alpha%.shares.tsv: $(RUN).alpha%.counts.tsv
	@$(PROGRAM) shares '$<' > '$@.part'
	@$(PUBLISH)

# Figure 7.
$(RUN).methods.png: $(RUN).alpha$(ALPHA).shares.tsv $(PROGRAM)
	@$(PROGRAM) methods '$<' '$(ALPHA)' $(SURVEY_N) '$@.part'
	@mv '$@.part' '$@'

# Figure 8.
$(RUN).distributions.png: $(foreach a,$(ALPHAS),$(RUN).alpha$(a).shares.tsv) $(PROGRAM)
	@$(PROGRAM) distributions '$(RUN)' $(SURVEY_N) '$@.part' $(ALPHAS)
	@mv '$@.part' '$@'

# Figure 3a. The network has learned six bands: five cuts.
$(OUT)/symmetry-tables.png: $(PROGRAM) $(PICTURED)
	@mkdir -p '$(OUT)/samples'
	@for sample in $(SAMPLES); do genpot random -n 1 --alpha '$(ALPHA)' --seed "$${sample%:*}" --start "$${sample#*:}"; done \
	  | solve-seq --path Gamma-K-M-Gamma --points 121 -o '$(OUT)/samples/exact.rec.zst'
	@predict '$(OUT)/samples/exact.rec.zst' | berryflux --cuts 1,2,3,4,5 | fingerprint -o '$(OUT)/samples/network.rec.zst'
	@$(PROGRAM) tables '$(OUT)/samples/network.rec.zst' > '$(OUT)/symmetry-tables.txt'
	@$(PROGRAM) pictured '$(OUT)/samples/exact.rec.zst' '$(OUT)/samples/network.rec.zst' '$@.part'
	@mv '$@.part' '$@'

# Figure 3e.
$(OUT)/tsne.tsv: $(PIPELINES)/tsne.py $(PICTURED)
	@mkdir -p '$(OUT)'
	@genpot random -n '$(TSNE_N)' --alpha '$(ALPHA)' --seed '$(SEED)' | predict | fingerprint \
	  | $(PYTHON) '$<' table > '$@.part' 2> '$(OUT)/tsne.txt' || { cat '$(OUT)/tsne.txt' >&2; exit 1; }
	@$(PUBLISH)
	@cat '$(OUT)/tsne.txt'
$(OUT)/tsne.png: $(OUT)/tsne.tsv $(PIPELINES)/tsne.py
	@$(PYTHON) $(PIPELINES)/tsne.py picture '$<' '$@.part'
	@mv '$@.part' '$@'

clean-survey-network:
	@rm -rf '$(OUT)'
