;; A guest that does not come back.
(module
  (import "env" "HostSleep" (func $sleep (param i64)))
  (memory (export "memory") 1)

  ;; Works for ever.
  (func (export "Spin")
    (loop $again (br $again)))

  ;; Waits for ever, a millisecond at a time; how often is written at the memory's begin.
  (func (export "Wait")
    (loop $again
      (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
      (call $sleep (i64.const 1))
      (br $again))))
