; Bands of light in a cell written by 'rec-export mpb'.
; Example: rec-export mpb cell.rec.zst | h5fromtxt cell.h5; mpb n=100 bands.ctl | grep freqs:
; n is the number of pixels of the cell a side; frequencies are in units of c/a. Of a pattern whose contour is known, on 1024
; points a side: mpb n=32 mesh=32 bands.ctl, or 64 and 16, so that all of them count. Other lattices than the hexagonal one:
; lattice-ratio is |a2|/|a1|, lattice-angle that from a1 to a2 in degrees; Gamma, K and M are then three wave vectors like others.
(define-param n 100)
(define-param mesh 1)
(define-param lattice-ratio 1)
(define-param lattice-angle 60)
(define-param file (string-append (getcwd) "/cell.h5"))
(define turn (* lattice-angle (/ (acos -1) 180)))
(set! geometry-lattice
  (make lattice (size 1 1 no-size) (basis-size 1 lattice-ratio 1) (basis1 1 0) (basis2 (cos turn) (sin turn))))
(set! epsilon-input-file file)
(set! resolution (vector3 n n 1))
(set! mesh-size mesh)
(set-param! num-bands 6)
(set-param! tolerance 1e-10)
(set! k-points (list (vector3 0 0 0)                      ; Gamma
                     (vector3 (/ 2 3) (/ 1 3) 0)          ; K
                     (vector3 0.5 0.5 0)                  ; M
                     (vector3 0.1 0.23 0)))               ; on no mirror line
(run-tm)
(run-te)
