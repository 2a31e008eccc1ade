// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_EXPLORE_ENGINE_FIBER_HPP
#define TACHO_TESTS_EXPLORE_ENGINE_FIBER_HPP

#include <cstddef>
#include <setjmp.h>
#include <ucontext.h>

namespace explore {

/// A stack that can be left and entered again. May be prepared anew without having come to an end.
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

    /// Leaves `from` until somebody switches back to it.
    static void switch_between(fiber& from, fiber& to) {
        // Between two that have begun, without the system call that swapcontext() makes.
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
    bool begun_{true}; // the program's own stack has
};

} // namespace explore

#endif
