# Walls that guide: pairs of random cells with a common gap and other band representations below it, out of WALLS_N cells by the
# network, a smooth wall of each pair by the network, the best BEST of them exactly.
#
#   make -f pipelines/walls.mk [WALLS_N=10000] [PAIRS=400] [BEST=40] [LAYERS=7] [SMOOTH=4] [SEED=1] [OUT=build/walls]
#
# Interrupt it at will: the next run makes only what is missing.

include $(or $(wildcard $(dir $(lastword $(MAKEFILE_LIST)))common.mk),$(error change to the folder above the pipelines and call make -f pipelines/walls.mk: their path has blanks))

WALLS_N ?= 10000
PAIRS ?= 400
BEST ?= 40
LAYERS ?= 7
SMOOTH ?= 4
SEED ?= 1
OUT ?= build/walls
$(call check,count,WALLS_N PAIRS BEST LAYERS SMOOTH)
$(call check,seed,SEED)
$(call check,path,OUT)

CELLS := $(OUT)/n$(WALLS_N)-seed$(SEED)
RUN := $(CELLS)-pairs$(PAIRS)-layers$(LAYERS)-smooth$(SMOOTH)
STRIP := domainwall --cells $(LAYERS),$(LAYERS) --smooth $(SMOOTH) --points 11

$(call discard,$(CELLS).rec.zst $(RUN).pairs.rec.zst $(RUN).network.rec.zst $(RUN).best$(BEST).rec.zst $(RUN).exact$(BEST).rec.zst $(RUN).best$(BEST).tsv)

.PHONY: walls clean-walls
walls: $(RUN).best$(BEST).tsv $(RUN).best$(BEST).png
	@column -t -s '	' '$(RUN).best$(BEST).tsv'
	@echo 'Table: $(RUN).best$(BEST).tsv; the best strip: $(RUN).best$(BEST).png'

$(CELLS).rec.zst:
	@mkdir -p '$(OUT)'
	@genpot random -n '$(WALLS_N)' --seed '$(SEED)' | predict | berryflux | fingerprint -o '$@'

$(RUN).pairs.rec.zst: $(CELLS).rec.zst
	@$(PIPELINES)/walls.py pairs '$(PAIRS)' '$<' '$@'

$(RUN).network.rec.zst: $(RUN).pairs.rec.zst
	@$(STRIP) --method model '$<' -o '$@'

$(RUN).best$(BEST).rec.zst: $(RUN).network.rec.zst $(RUN).pairs.rec.zst
	@$(PIPELINES)/walls.py best '$(BEST)' $^ '$@'

$(RUN).exact$(BEST).rec.zst: $(RUN).best$(BEST).rec.zst
	@$(STRIP) --method exact --tolerance 2e-3 '$<' -o '$@'

$(RUN).best$(BEST).tsv: $(RUN).exact$(BEST).rec.zst $(RUN).network.rec.zst
	@$(PIPELINES)/walls.py report $^ > '$@.part'
	@$(PUBLISH)

$(RUN).best$(BEST).png: $(RUN).exact$(BEST).rec.zst $(RUN).best$(BEST).tsv
	@$(PIPELINES)/walls.py first '$(RUN).best$(BEST).tsv' '$<' | $(REC_PLOT) strip -o '$@'

clean-walls:
	@rm -rf '$(OUT)'
