;; A guest whose functions do not return.
(module
  (import "env" "HostSleep" (func $sleep (param i64)))
  (memory (export "memory") 1)

  ;; Computes forever.
  (func (export "Spin")
    (loop $again (br $again)))

  ;; Waits forever, a millisecond at a time; the number of waits is at address 0.
  (func (export "Wait")
    (loop $again
      (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
      (call $sleep (i64.const 1))
      (br $again))))
