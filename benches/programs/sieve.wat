;; Sieve of Eratosthenes: the number of primes up to 5,000,000, as clang -O2 compiles the C program.
(module
  (memory 80)
  (func (export "run") (result i32)
    (local $i i32) (local $j i32) (local $count i32)
    (local.set $i (i32.const 2))
    (loop $next
      (if (i32.eqz (i32.load8_u (local.get $i)))
        (then
          (local.set $count (i32.add (local.get $count) (i32.const 1)))
          ;; i * i fits 32 bits as long as it is not beyond the end.
          (if (i32.le_u (local.get $i) (i32.const 2236))
            (then
              (local.set $j (i32.mul (local.get $i) (local.get $i)))
              (loop $multiples
                (i32.store8 (local.get $j) (i32.const 1))
                (local.set $j (i32.add (local.get $j) (local.get $i)))
                (br_if $multiples (i32.le_u (local.get $j) (i32.const 5000000))))))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.le_u (local.get $i) (i32.const 5000000))))
    (local.get $count)))
