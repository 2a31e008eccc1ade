// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_EXPLORE_ENGINE_FIBER_HPP
#define TACHO_TESTS_EXPLORE_ENGINE_FIBER_HPP

#include <cstddef>
#include <setjmp.h>
#include <ucontext.h>

namespace explore {

/// A stack that can be left and entered again. It may be prepared again before its function has
/// ended.
class fiber {
public:
    fiber() = default;
    fiber(fiber const&) = delete;
    fiber& operator=(fiber const&) = delete;

    /// The next switch to it begins `entry`, which must never return.
    void prepare(std::byte* stack, std::size_t size, void (*entry)()) {
        ::getcontext(&begin_);
        begin_.uc_stack.ss_sp = stack;
        begin_.uc_stack.ss_size = size;
        begin_.uc_link = nullptr;
        ::makecontext(&begin_, entry, 0);
        begun_ = false;
    }

    /// Leaves `from`, until a later call switches back to it, and enters `to`.
    static void switch_between(fiber& from, fiber& to) {
        // Between two fibers that have begun this makes no system call, as swapcontext() would.
        if (::_setjmp(from.left_) != 0)
            return;
        if (to.begun_)
            ::_longjmp(to.left_, 1);
        to.begun_ = true;
        ::setcontext(&to.begin_);
    }

private:
    jmp_buf left_{};
    ucontext_t begin_{};
    bool begun_{true}; // the program's own stack has begun
};

} // namespace explore

#endif
