;; A well-behaved guest: it does arithmetic and keeps text in its memory.
(module
  (import "env" "HostPrint" (func $print (param i32 i32)))
  (import "env" "HostRandom" (func $random (result i64)))
  (memory (export "memory") 1)
  (data (i32.const 0) "hello from the guest")

  (func $fibonacci (export "CalcFib") (param $n i32) (result i64)
    (if (result i64) (i32.lt_s (local.get $n) (i32.const 2))
      (then (i64.extend_i32_s (local.get $n)))
      (else
        (i64.add
          (call $fibonacci (i32.sub (local.get $n) (i32.const 1)))
          (call $fibonacci (i32.sub (local.get $n) (i32.const 2)))))))

  ;; Passes a greeting to the host.
  (func (export "SayHello")
    (call $print (i32.const 0) (i32.const 20)))

  (func (export "Roll") (result i32)
    (i32.wrap_i64 (i64.add (i64.rem_u (call $random) (i64.const 6)) (i64.const 1))))

  ;; Changes ASCII letters to upper case in place.
  (func (export "ToUpper") (param $at i32) (param $size i32)
    (local $end i32)
    (local $byte i32)
    (local.set $end (i32.add (local.get $at) (local.get $size)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $byte (i32.load8_u (local.get $at)))
        (if (i32.lt_u (i32.sub (local.get $byte) (i32.const 97)) (i32.const 26))
          (then (i32.store8 (local.get $at) (i32.sub (local.get $byte) (i32.const 32)))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))))
