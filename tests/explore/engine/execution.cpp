// SPDX-License-Identifier: BSL-1.0

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "execution.hpp"
#include "source_line.hpp"

namespace explore {

namespace {

/// A scope in which the explorer itself is at work.
class outside_the_model {
public:
    outside_the_model() noexcept
        : before_{std::exchange(execution::in_model, false)} {}
    outside_the_model(outside_the_model const&) = delete;
    outside_the_model& operator=(outside_the_model const&) = delete;
    ~outside_the_model() { execution::in_model = before_; }

private:
    bool before_;
};

/// Calls `function` with the scenario or the library at work again, for as long as the call takes.
template <typename Function>
void in_the_model(Function const& function) {
    execution::in_model = true;
    function();
    execution::in_model = false;
}

[[nodiscard]] std::uintptr_t address(void const* at) noexcept {
    return reinterpret_cast<std::uintptr_t>(at);
}

[[nodiscard]] std::uint64_t raw(void const* at, std::size_t size) noexcept {
    std::uint64_t value = 0;
    std::memcpy(&value, at, size);
    return value;
}

[[nodiscard]] bool acquires(order how) noexcept {
    return how == order::acquire || how == order::acq_rel || how == order::seq_cst;
}

[[nodiscard]] bool releases(order how) noexcept {
    return how == order::release || how == order::acq_rel || how == order::seq_cst;
}

[[nodiscard]] char const* name(order how) noexcept {
    static constexpr char const* names[] = {"relaxed", "acquire", "release", "acq_rel", "seq_cst"};
    return names[static_cast<int>(how)];
}

[[nodiscard]] std::uint64_t
changed(std::uint64_t value, change how, std::uint64_t with, std::size_t size) noexcept {
    switch (how) {
    case change::exchange:
        value = with;
        break;
    case change::add:
        value += with;
        break;
    case change::subtract:
        value -= with;
        break;
    case change::bit_and:
        value &= with;
        break;
    case change::bit_or:
        value |= with;
        break;
    }
    return size == 8 ? value : value & ((std::uint64_t{1} << 8 * size) - 1);
}

[[nodiscard]] std::string text(std::uint64_t value) {
    char buffer[32];
    std::snprintf(
        buffer,
        sizeof buffer,
        value < 100'000 ? "%llu" : "0x%llx",
        static_cast<unsigned long long>(value)
    );
    return buffer;
}

} // namespace

execution& execution::instance() {
    static execution only;
    return only;
}

std::string const&
execution::run(void (*body)(), bounds const& within, choices& path, bool traced) {
    for (auto& each : threads_) {
        each.body = nullptr;
        each.handler = nullptr;
        each.now = {};
        each.leave = nullptr;
        each.waits_for_mutex = nullptr;
        each.waits_for_thread = nobody;
        each.alive = each.yields = each.in_handler = false;
    }
    memory.reset();
    histories_.clear();
    mutexes_.clear();
    plain_.clear();
    fork_handlers_.clear();
    trace_.clear();
    failure_.clear();
    path_ = &path;
    bounds_ = within;
    body_ = body;
    traced_ = traced;
    preemptions_ = stale_reads_ = steps_ = 0;
    signals_left_ = true;
    memory_may_run_out_ = false;

    current_ = 0;
    started_ = 1;
    auto& first = threads_[0];
    first.alive = true;
    first.now.at[0] = 1;
    if (first.stack == nullptr)
        first.stack = std::make_unique<std::byte[]>(stack_bytes);
    first.context.prepare(first.stack.get(), stack_bytes, &thread_main);
    fiber::switch_between(outside_, first.context);
    for (auto const& each : own_ranges_)
        std::memcpy(each.at, own_pristine_.data() + each.offset, each.size);
    return failure_;
}

void execution::thread_main() {
    auto& run = instance();
    in_the_model([&] {
        if (run.current_ == 0)
            return run.body_();
        run.self().body();
        // A hook may set a hook again. At most four are called.
        for (int i = 0; i < 4; ++i)
            if (auto* const leave = std::exchange(run.self().leave, nullptr))
                leave(run.self().left);
    });
    run.end_thread();
}

void execution::end_thread() {
    self().alive = false;
    if (traced_)
        note("ends", nullptr, nullptr);
    if (current_ == 0) {
        for (auto const& each : threads_)
            if (each.alive)
                fail("the scenario ends before its threads");
        leave_run();
    }
    wait_until_able();
    std::abort(); // no thread switches to one that has ended
}

void execution::leave_run() {
    in_model = false;
    fiber::switch_between(self().context, outside_);
    std::abort();
}

void execution::fail(std::string what) {
    in_model = false;
    failure_ = std::move(what);
    if (traced_)
        note("FAILS: " + failure_, nullptr, nullptr);
    leave_run();
}

void execution::check(bool holds, char const* what) {
    outside_the_model const here;
    if (!holds)
        fail(what);
}

unsigned execution::choose(unsigned options, decision about) {
    return path_->choose(options, about);
}

bool execution::can_run(std::size_t thread) {
    auto const& each = threads_[thread];
    if (!each.alive || each.yields)
        return false;
    if (each.waits_for_thread != nobody)
        return !threads_[each.waits_for_thread].alive;
    if (each.waits_for_mutex != nullptr)
        return !mutexes_.find(address(each.waits_for_mutex))->held;
    return true;
}

unsigned execution::gather_others(std::array<std::size_t, most_threads>& into) {
    unsigned count = 0;
    for (std::size_t i = 0; i < started_; ++i)
        if (i != current_ && can_run(i))
            into[count++] = i;
    return count;
}

void execution::switch_to(std::size_t thread) {
    auto& from = self();
    auto& to = threads_[thread];
    for (auto const& each : own_ranges_) {
        from.own_memory.resize(own_pristine_.size());
        std::memcpy(from.own_memory.data() + each.offset, each.at, each.size);
        std::memcpy(each.at, to.own_memory.data() + each.offset, each.size);
    }
    current_ = thread;
    fiber::switch_between(from.context, to.context);
}

/// Lets other threads run until this thread can. Even then another thread may be the one that
/// continues.
void execution::wait_until_able() {
    std::array<std::size_t, most_threads> able{};
    auto count = gather_others(able);
    if (can_run(current_))
        able[count++] = current_;
    if (count == 0) {
        // All threads that are left only wait for a step of another thread.
        for (auto& each : threads_)
            each.yields = false;
        count = gather_others(able);
        if (can_run(current_))
            able[count++] = current_;
    }
    if (count == 0)
        fail("every thread waits for another");
    auto const next = able[count == 1 ? 0 : choose(count, decision::next_thread)];
    if (next != current_)
        switch_to(next);
}

void execution::offer_signal() {
    auto& thread = self();
    if (!signals_left_ || thread.handler == nullptr || thread.in_handler)
        return;
    if (choose(2, decision::signal) == 0)
        return;
    signals_left_ = false;
    thread.in_handler = true;
    if (traced_)
        note("a signal comes in", nullptr, nullptr);
    in_the_model(thread.handler);
    self().in_handler = false;
    if (traced_)
        note("the handler returns", nullptr, nullptr);
}

/// Called before an access that other threads may notice: lets them go first.
void execution::reach(std::uintptr_t at, bool write) {
    if (++steps_ > most_steps)
        fail("there is no end to it");
    offer_signal();
    std::array<std::size_t, most_threads> others{};
    bool const alone =
        current_ == 0 && std::none_of(
                             threads_.begin() + 1,
                             threads_.begin() + static_cast<std::ptrdiff_t>(started_),
                             [](auto const& each) { return each.alive; }
                         );
    if (!alone) {
        auto& known = sharing_[at];
        bool const before = known.shared();
        (write ? known.writers : known.readers) |= 1U << current_;
        if (known.shared() && !before)
            sharing_grew_ = true;
        if (known.point && preemptions_ < bounds_.preemptions)
            if (auto const count = gather_others(others))
                if (auto const picked = choose(count + 1, decision::preemption)) {
                    ++preemptions_;
                    switch_to(others[picked - 1]);
                }
    }
    for (std::size_t i = 0; i < started_; ++i)
        threads_[i].yields = false;
    ++self().now.at[current_];
}

bool execution::is_own(std::uintptr_t at) const noexcept {
    for (auto const& each : own_ranges_)
        if (at >= address(each.at) && at < address(each.at) + each.size)
            return true;
    return false;
}

void execution::check_access(std::uintptr_t at, std::size_t size) {
    if (at < 4096)
        fail("a null pointer is followed");
    switch (memory.check(at, size, self().now)) {
    case model_memory::access::good:
    case model_memory::access::elsewhere:
        return;
    case model_memory::access::unusable:
        fail("memory is touched before it is usable: " + memory.name(at, name_of_head));
    case model_memory::access::unordered:
        fail(
            "memory is touched by a thread that does not know it is usable: " +
            memory.name(at, name_of_head)
        );
    case model_memory::access::given_back:
        fail("memory is touched after it was given back: " + memory.name(at, name_of_head));
    }
}

history& execution::history_of(void const* at, std::size_t size) {
    check_access(address(at), size);
    auto* found = histories_.find(address(at));
    if (found == nullptr) {
        found = &histories_.add(address(at));
        store_record first;
        first.value = raw(at, size);
        found->begin(const_cast<void*>(at), size, first);
    }
    auto const& first = (*found)[0];
    if (!self().now.covers(first.by, first.when))
        fail("an object is used by a thread that does not know it was made");
    return *found;
}

void execution::acquire(store_record const& seen, order how) {
    if (acquires(how))
        self().now.join(seen.brings);
}

void execution::put(
    void* at, std::size_t size, std::uint64_t value, history& in, store_record made, order how
) {
    auto& now = self().now;
    made.value = value;
    made.by = current_;
    made.when = now.at[current_];
    made.seen = {};
    made.seen[current_] = made.when;
    if (releases(how))
        made.brings.join(now);
    in.append(made, how == order::seq_cst);
    std::memcpy(at, &value, size);
    memory.note_write(address(at), size);
    ++now.at[current_]; // later steps of this thread are not released
}

void execution::check_one_writer(std::uintptr_t at, history& in) {
    if (memory.is_cell(at) && !self().now.covers(in.back().by, in.back().when))
        fail("two threads write one cell: " + memory.name(at, name_of_head));
}

void execution::construct(void* at, std::size_t size, std::uint64_t value) {
    if (!in_model || is_own(address(at)))
        return;
    outside_the_model const here;
    check_access(address(at), size);
    auto& now = self().now;
    store_record first;
    first.value = value;
    first.by = current_;
    first.when = ++now.at[current_];
    first.seen[current_] = first.when;
    auto* found = histories_.find(address(at));
    (found != nullptr ? *found : histories_.add(address(at))).begin(at, size, first);
    memory.note_write(address(at), size);
}

std::uint64_t execution::load(void const* at, std::size_t size, order how, where const& from) {
    if (!in_model)
        return raw(at, size);
    outside_the_model const here;
    if (is_own(address(at))) {
        offer_signal();
        return raw(at, size);
    }
    reach(address(at), false);
    auto& in = history_of(at, size);
    bool const sequential = how == order::seq_cst;
    auto pick = in.newest();
    auto const oldest = in.oldest_visible(self().now, sequential);
    unsigned back = 0;
    if (oldest < pick && stale_reads_ < bounds_.stale_reads)
        back = choose(static_cast<unsigned>(pick - oldest) + 1, decision::value);
    if (back != 0)
        ++stale_reads_;
    pick -= back;
    in.see(pick, current_, self().now.at[current_], sequential);
    auto const value = in[pick].value;
    acquire(in[pick], how);
    if (traced_)
        note(
            std::string{"load "} + name(how) + " -> " + text(value) +
                (back == 0 ? "" : " (" + std::to_string(back) + " behind)"),
            at,
            &from
        );
    return value;
}

void execution::store(
    void* at, std::size_t size, std::uint64_t value, order how, where const& from
) {
    if (!in_model)
        return static_cast<void>(std::memcpy(at, &value, size));
    outside_the_model const here;
    if (is_own(address(at))) {
        offer_signal();
        std::memcpy(at, &value, size);
        if (traced_)
            note("store " + text(value), at, &from);
        return;
    }
    reach(address(at), true);
    auto& in = history_of(at, size);
    if (traced_)
        note(std::string{"store "} + name(how) + " " + text(value), at, &from);
    check_one_writer(address(at), in);
    put(at, size, value, in, {}, how);
}

std::uint64_t execution::change_value(
    void* at, std::size_t size, change kind, std::uint64_t with, order how, where const& from
) {
    if (!in_model) {
        auto const before = raw(at, size);
        auto const after = changed(before, kind, with, size);
        std::memcpy(at, &after, size);
        return before;
    }
    outside_the_model const here;
    reach(address(at), true);
    auto& in = history_of(at, size);
    in.see(in.newest(), current_, self().now.at[current_], how == order::seq_cst);
    auto const before = in.back();
    acquire(before, how);
    store_record made;
    made.brings = before.brings; // a read-modify-write continues the release sequence
    auto const after = changed(before.value, kind, with, size);
    put(at, size, after, in, made, how);
    if (traced_)
        note(
            std::string{"read-modify-write "} + name(how) + " " + text(before.value) + " -> " +
                text(after),
            at,
            &from
        );
    return before.value;
}

bool execution::compare_exchange(
    void* at,
    std::size_t size,
    std::uint64_t& expected,
    std::uint64_t desired,
    order success,
    order failure,
    where const& from
) {
    bool const own = is_own(address(at));
    if (!in_model || own) {
        outside_the_model const here;
        if (own)
            offer_signal();
        auto const found = raw(at, size);
        bool const equal = found == expected;
        if (equal)
            std::memcpy(at, &desired, size);
        expected = found;
        if (own && traced_)
            note(
                "compare-exchange " + text(found) + (equal ? " -> " + text(desired) : ", left"),
                at,
                &from
            );
        return equal;
    }
    outside_the_model const here;
    reach(address(at), true);
    auto& in = history_of(at, size);
    // A compare-exchange may fail because of an older value, but it can exchange only the newest.
    auto const oldest = in.oldest_visible(self().now, failure == order::seq_cst);
    std::array<std::size_t, 16> candidates{in.newest()};
    unsigned count = 1;
    if (stale_reads_ < bounds_.stale_reads)
        for (auto i = in.newest(); i-- > oldest && count < candidates.size();)
            if (in[i].value != expected)
                candidates[count++] = i;
    auto const back = count == 1 ? 0 : choose(count, decision::value);
    auto const pick = candidates[back];
    if (back != 0)
        ++stale_reads_;
    auto const seen = in[pick];
    bool const equal = seen.value == expected;
    auto const how = equal ? success : failure;
    in.see(pick, current_, self().now.at[current_], how == order::seq_cst);
    acquire(seen, how);
    if (traced_)
        note(
            std::string{"compare-exchange "} + name(how) + " " + text(seen.value) +
                (equal ? " -> " + text(desired) : ", left") + (back == 0 ? "" : " (behind)"),
            at,
            &from
        );
    if (equal) {
        store_record made;
        made.brings = seen.brings;
        put(at, size, desired, in, made, how);
    } else {
        expected = seen.value;
    }
    return equal;
}

void execution::lock(void* mutex) {
    outside_the_model const here;
    reach(address(mutex), true);
    auto* found = mutexes_.find(address(mutex));
    if (found == nullptr) {
        found = &mutexes_.add(address(mutex));
        *found = {};
    }
    while (found->held) {
        self().waits_for_mutex = mutex;
        wait_until_able();
    }
    self().waits_for_mutex = nullptr;
    found->held = true;
    self().now.join(found->released);
    if (traced_)
        note("lock", mutex, nullptr);
}

void execution::unlock(void* mutex) {
    outside_the_model const here;
    reach(address(mutex), true);
    auto* const found = mutexes_.find(address(mutex));
    if (found == nullptr || !found->held)
        fail("a mutex is unlocked that is not locked");
    found->held = false;
    found->released = self().now;
    ++self().now.at[current_];
    if (traced_)
        note("unlock", mutex, nullptr);
}

void execution::synchronise(void const* at) {
    outside_the_model const here;
    auto* found = mutexes_.find(address(at));
    if (found == nullptr) {
        found = &mutexes_.add(address(at));
        *found = {};
    }
    self().now.join(found->released);
    found->released = self().now;
    ++self().now.at[current_];
}

void execution::yield() {
    outside_the_model const here;
    if (traced_)
        note("yields", nullptr, nullptr);
    self().yields = true;
    std::array<std::size_t, most_threads> others{};
    if (auto const count = gather_others(others))
        switch_to(others[count == 1 ? 0 : choose(count, decision::next_thread)]);
    self().yields = false;
}

int execution::start(std::function<void()> body) {
    outside_the_model const here;
    if (started_ == most_threads)
        fail("the explorer has not so many threads");
    auto& made = threads_[started_];
    if (made.stack == nullptr)
        made.stack = std::make_unique<std::byte[]>(stack_bytes);
    made.body = std::move(body);
    made.alive = true;
    made.now = self().now;
    made.now.at[started_] = 1;
    ++self().now.at[current_];
    made.own_memory = own_pristine_;
    made.context.prepare(made.stack.get(), stack_bytes, &thread_main);
    if (traced_)
        note("starts thread " + std::to_string(started_), nullptr, nullptr);
    return static_cast<int>(started_++);
}

void execution::join(int thread) {
    outside_the_model const here;
    auto const index = static_cast<std::size_t>(thread);
    while (threads_[index].alive) {
        self().waits_for_thread = index;
        wait_until_able();
    }
    self().waits_for_thread = nobody;
    self().now.join(threads_[index].now);
}

void execution::on_signal(std::function<void()> handler) {
    outside_the_model const here;
    self().handler = std::move(handler);
}

void execution::fork_into_child() {
    outside_the_model const here;
    if (traced_)
        note("forks", nullptr, nullptr);
    for (auto each = fork_handlers_.rbegin(); each != fork_handlers_.rend(); ++each)
        in_the_model(each->before);
    // The child may have all or some of the stores that the other threads were making: for each
    // atomic, a value that this thread might have read. In the child that value is the newest.
    histories_.for_each([&](history& each) {
        auto const newest = each.newest();
        auto const oldest = each.oldest_visible(self().now, false);
        if (oldest == newest || stale_reads_ == bounds_.stale_reads)
            return;
        if (auto const back = choose(static_cast<unsigned>(newest - oldest) + 1, decision::value)) {
            ++stale_reads_;
            each.end_at(newest - back);
        }
    });
    for (std::size_t i = 0; i < started_; ++i) {
        self().now.join(threads_[i].now);
        if (i != 0 && i != current_)
            threads_[i].alive = false;
    }
    if (traced_)
        note("is the child", nullptr, nullptr);
    for (auto const& each : fork_handlers_)
        in_the_model(each.in_child);
}

void execution::on_fork(void (*before)(), void (*in_parent)(), void (*in_child)()) {
    outside_the_model const here;
    fork_handlers_.push_back({before, in_parent, in_child});
}

std::byte* execution::reserve(std::size_t bytes) {
    outside_the_model const here;
    reach(address(this), true);
    if (memory_may_run_out_ && choose(2, decision::memory) != 0)
        return nullptr;
    return memory.reserve(bytes);
}

bool execution::make_usable(std::byte* from, std::size_t bytes) {
    outside_the_model const here;
    reach(address(this), true);
    if (memory_may_run_out_ && choose(2, decision::memory) != 0)
        return false;
    memory.make_usable(from, bytes, current_, self().now.at[current_]);
    if (traced_)
        note("makes " + std::to_string(bytes) + " bytes usable", from, nullptr);
    return true;
}

void execution::release(std::byte* piece) {
    outside_the_model const here;
    reach(address(this), true);
    memory.release(piece);
    if (traced_)
        note("gives back", piece, nullptr);
}

void execution::at_thread_end(void (*call)(void*), void* with) {
    self().leave = call;
    self().left = with;
}

void execution::plain(void const* at, std::size_t size, bool write) {
    outside_the_model const here;
    auto const begin = address(at);
    bool const own = is_own(begin);
    if (!own && begin >= 4096 && !memory.in_heap(at) && !memory.in_global(begin) &&
        memory.check(begin, size, self().now) == model_memory::access::elsewhere)
        return; // a local object
    offer_signal();
    if (own)
        return;
    check_access(begin, size);
    auto& now = self().now;
    auto* known = plain_.find(begin);
    if (known == nullptr) {
        known = &plain_.add(begin);
        *known = {};
    }
    bool ordered = now.covers(known->by, known->written);
    if (write)
        for (std::size_t i = 0; i < most_threads; ++i)
            ordered = ordered && now.covers(i, known->read[i]);
    if (!ordered)
        fail("data race on a plain object: " + memory.name(begin, name_of_head));
    if (write) {
        *known = {current_, now.at[current_], {}};
        memory.note_write(begin, size);
        if (traced_ && memory.check(begin, size, now) == model_memory::access::good)
            note("plain store", at, nullptr);
    } else {
        known->read[current_] = now.at[current_];
    }
}

void execution::signal_fence() {
    outside_the_model const here;
    offer_signal();
}

void execution::add_thread_memory(void* at, std::size_t size) {
    auto* const bytes = static_cast<std::byte*>(at);
    own_ranges_.push_back({bytes, size, own_pristine_.size()});
    own_pristine_.insert(own_pristine_.end(), bytes, bytes + size);
}

void execution::note(std::string const& what, void const* at, where const* from) {
    auto line = "  T" + std::to_string(current_) + (self().in_handler ? "!" : " ") + "  ";
    if (at != nullptr)
        line +=
            (is_own(address(at)) ? "own memory" : memory.name(address(at), name_of_head)) + ": ";
    line += what;
    if (from != nullptr) {
        line.resize(std::max<std::size_t>(line.size(), 62), ' ');
        line += "  " + source_line(from->file_name(), from->line());
    }
    trace_.push_back(std::move(line));
}

} // namespace explore
