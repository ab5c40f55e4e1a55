;; Product of two 200 x 200 matrices of doubles: the trace.
(module
  (memory 16)
  (global $b i32 (i32.const 320000))
  (func $fill
    (local $i i32) (local $j i32) (local $at i32)
    (loop $rows
      (local.set $j (i32.const 0))
      (loop $columns
        (f64.store (local.get $at)
          (f64.convert_i32_s
            (i32.rem_s (i32.add (i32.mul (local.get $i) (i32.const 3)) (local.get $j)) (i32.const 7))))
        (f64.store (i32.add (local.get $at) (global.get $b))
          (f64.convert_i32_s
            (i32.rem_s (i32.add (local.get $i) (i32.mul (local.get $j) (i32.const 5))) (i32.const 11))))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (local.set $j (i32.add (local.get $j) (i32.const 1)))
        (br_if $columns (i32.lt_s (local.get $j) (i32.const 200))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $rows (i32.lt_s (local.get $i) (i32.const 200)))))
  (func (export "run") (result f64)
    (local $i i32) (local $j i32) (local $k i32) (local $p i32) (local $q i32) (local $c i32)
    (local $sum f64) (local $trace f64)
    (call $fill)
    (local.set $c (i32.const 640000))
    (loop $rows
      (local.set $j (i32.const 0))
      (loop $columns
        (local.set $sum (f64.const 0))
        (local.set $p (i32.mul (local.get $i) (i32.const 1600)))
        (local.set $q (i32.add (global.get $b) (i32.mul (local.get $j) (i32.const 8))))
        (local.set $k (i32.const 200))
        (loop $products
          (local.set $sum
            (f64.add (local.get $sum) (f64.mul (f64.load (local.get $p)) (f64.load (local.get $q)))))
          (local.set $p (i32.add (local.get $p) (i32.const 8)))
          (local.set $q (i32.add (local.get $q) (i32.const 1600)))
          (br_if $products (local.tee $k (i32.sub (local.get $k) (i32.const 1)))))
        (f64.store (local.get $c) (local.get $sum))
        (if (i32.eq (local.get $i) (local.get $j))
          (then (local.set $trace (f64.add (local.get $trace) (local.get $sum)))))
        (local.set $c (i32.add (local.get $c) (i32.const 8)))
        (local.set $j (i32.add (local.get $j) (i32.const 1)))
        (br_if $columns (i32.lt_s (local.get $j) (i32.const 200))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $rows (i32.lt_s (local.get $i) (i32.const 200))))
    (local.get $trace)))
