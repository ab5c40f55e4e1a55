;; FNV-1a hash of a string of 1 MiB, 20 times.
(module
  (memory 17)
  (func $hash (result i32)
    (local $at i32) (local $byte i32) (local $h i32)
    (local.set $h (i32.const 0x811c9dc5))
    (block $end
      (loop $next
        (br_if $end (i32.eqz (local.tee $byte (i32.load8_u (local.get $at)))))
        (local.set $h (i32.mul (i32.xor (local.get $h) (local.get $byte)) (i32.const 16777619)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    (local.get $h))
  (func (export "run") (result i32)
    (local $i i32) (local $round i32) (local $sum i32)
    (loop $fill
      (i32.store8 (local.get $i) (i32.add (i32.const 97) (i32.rem_u (local.get $i) (i32.const 26))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $fill (i32.lt_u (local.get $i) (i32.const 1048576))))
    (loop $rounds
      (i32.store8 (local.get $round) (i32.add (i32.const 65) (local.get $round)))
      (local.set $sum (i32.add (local.get $sum) (call $hash)))
      (local.set $round (i32.add (local.get $round) (i32.const 1)))
      (br_if $rounds (i32.lt_u (local.get $round) (i32.const 20))))
    (local.get $sum)))
