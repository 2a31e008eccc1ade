;; A guest for another host: this host lacks the function that it imports.
(module
  (import "env" "HostOpenFile" (func (param i32 i32) (result i32))))
