;; A guest that fails in every way a guest can.
(module
  (import "env" "HostFail" (func $host_fail))
  (import "env" "HostPrint" (func $print (param i32 i32)))
  (import "env" "Abort" (func $abort (param i64 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "the argument is of a \"wrong\" type\nand so is the next")

  (func (export "Unreachable") unreachable)

  (func (export "Divide") (param i32 i32) (result i32)
    (i32.div_s (local.get 0) (local.get 1)))

  (func (export "OutOfBounds") (result i32)
    (i32.load (i32.const 65536)))

  (func $recurse (export "Recurse")
    (call $recurse))

  ;; Reports an error itself: a code, and a message in the guest's memory.
  (func (export "Complain")
    (call $abort (i64.const 14) (i32.const 0) (i32.const 53)))

  ;; Reports an unknown code, with a message of `size` bytes.
  (func (export "ComplainAtLength") (param $size i32)
    (drop (memory.grow (i32.const 16)))
    (memory.fill (i32.const 0) (i32.const 120) (local.get $size))
    (call $abort (i64.const 4711) (i32.const 0) (local.get $size)))

  ;; Passes the host an address outside the guest's memory.
  (func (export "PrintOutside")
    (call $print (i32.const 65530) (i32.const 100)))

  (func (export "CallFailingHost")
    (call $host_fail)))
