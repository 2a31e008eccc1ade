// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_INHERITED_SOCKETS_HPP
#define TACHO_HTTP_DETAIL_INHERITED_SOCKETS_HPP

#include <tacho/detail/language/no_destroy.hpp>
#include <tacho/detail/language/visibility.hpp>
#include <tacho/detail/system/fork.hpp>

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <vector>

#if !defined(_WIN32)
# include <sys/socket.h>
# include <unistd.h>
#endif

namespace tacho::inline v0::http::detail {

class inherited_sockets;

// All servers of the process. Its mutex is taken before any server's.
struct every_server {
    std::mutex mutex{};
    inherited_sockets* first{nullptr};
    bool watches_forks{false};
};

TACHO_SHARED_STATE inline constinit tacho::detail::no_destroy<every_server> the_servers{};

// The sockets of a server, which a forked child gives up at once. A child that kept them would keep
// the port taken after its parent has stopped, and peers waiting for the end of a connection that
// its parent has closed.
//
// The mutex is held over a fork, so that every socket is in the list or closed. A caller holds it
// while it opens a socket and adds it, or removes it and closes it.
//
// Asio's objects in the child keep the numbers of their descriptors. If they may still be used
// there (`reused`), each number is given another socket, which is connected to nothing.
class inherited_sockets {
public:
    inherited_sockets(std::size_t most, bool reused)
        : reused_{reused} {
        all_.reserve(most);
        auto& every = the_servers.value;
        std::lock_guard const lock{every.mutex};
        if (!every.watches_forks)
            every.watches_forks = tacho::detail::on_fork(&before_fork, &in_parent, &in_child);
        next_ = every.first;
        if (next_ != nullptr)
            next_->previous_ = this;
        every.first = this;
    }
    inherited_sockets(inherited_sockets const&) = delete;
    inherited_sockets& operator=(inherited_sockets const&) = delete;
    ~inherited_sockets() {
        auto& every = the_servers.value;
        std::lock_guard const lock{every.mutex};
        (previous_ != nullptr ? previous_->next_ : every.first) = next_;
        if (next_ != nullptr)
            next_->previous_ = previous_;
    }

    // Needs the mutex. There is room for `most`.
    template <typename Handle>
    void add(Handle handle) {
        all_.push_back(static_cast<int>(handle));
    }
    template <typename Handle>
    void remove(Handle handle) noexcept {
        std::erase(all_, static_cast<int>(handle));
    }

    // Whether this is a child, in which the server has no sockets any more.
    [[nodiscard]] bool given_up() const noexcept { return given_up_; }

    std::mutex mutex{};

private:
    static void before_fork() {
        the_servers.value.mutex.lock();
        for (auto* each = the_servers.value.first; each != nullptr; each = each->next_)
            each->mutex.lock();
    }

    static void in_parent() {
        for (auto* each = the_servers.value.first; each != nullptr; each = each->next_)
            each->mutex.unlock();
        the_servers.value.mutex.unlock();
    }

    static void in_child() {
        for (auto* each = the_servers.value.first; each != nullptr; each = each->next_)
            each->give_up();
        in_parent();
    }

    void give_up() noexcept {
#if !defined(_WIN32)
        int const nowhere = reused_ ? ::socket(AF_INET, SOCK_STREAM, 0) : -1;
        for (int const each : all_)
            if (nowhere < 0)
                ::close(each);
            else
                ::dup2(nowhere, each);
        if (nowhere >= 0)
            ::close(nowhere);
#endif
        given_up_ = true;
    }

    std::vector<int> all_{};
    bool const reused_;
    bool given_up_{false};
    inherited_sockets* next_{nullptr};
    inherited_sockets* previous_{nullptr};
};

} // namespace tacho::inline v0::http::detail

#endif
