// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_HTTP_HOSTILE_CROWD_HPP
#define TACHO_TESTS_HTTP_HOSTILE_CROWD_HPP

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <netinet/in.h>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>
#include <vector>

namespace http_test {

/// Raises the limit on descriptors as far as the process may, and returns how many of the `wanted`
/// connections are possible. A connection takes two descriptors, because both ends are in this
/// process; a hundred are left for all other uses.
inline std::size_t room_for_connections(std::size_t wanted) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur == RLIM_INFINITY)
        return wanted;
    auto const possible = (static_cast<std::size_t>(limit.rlim_cur) - 100) / 2;
    return std::min(wanted, possible);
}

/// Many connections of one thread. None of them blocks the thread.
class crowd {
public:
    using clock = std::chrono::steady_clock;

    struct peer {
        int socket{-1};
        bool connected{false};
        bool ended{false}; // by the exposer
        bool reset{false};
        std::string_view to_send{};
        std::string received{};
    };

    /// With a small `receive_buffer`, the exposer soon notices that the peers do not read.
    explicit crowd(
        std::uint16_t port, std::size_t count, std::optional<int> receive_buffer = std::nullopt
    )
        : peers(count)
        , port_{port}
        , receive_buffer_{receive_buffer}
        , events_{::epoll_create1(EPOLL_CLOEXEC)} {
        for (auto& each : peers)
            open(each);
    }
    crowd(crowd const&) = delete;
    crowd& operator=(crowd const&) = delete;
    ~crowd() {
        for (auto& each : peers)
            close(each);
        ::close(events_);
    }

    /// Connects a peer; if it has a socket, the peer gets a new one.
    void open(peer& one) {
        close(one);
        one = {};
        one.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (one.socket < 0)
            throw std::runtime_error{"no socket: " + std::to_string(errno)};
        if (receive_buffer_)
            ::setsockopt(one.socket, SOL_SOCKET, SO_RCVBUF, &*receive_buffer_, sizeof(int));
        connect(one);
    }

    void close(peer& one) {
        if (one.socket >= 0)
            ::close(one.socket);
        one.socket = -1;
    }

    void reset(peer& one) {
        linger const now{1, 0};
        ::setsockopt(one.socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        close(one);
    }

    void send_no_more(peer& one) { ::shutdown(one.socket, SHUT_WR); }

    /// Sends as many bytes as the kernel accepts now.
    void send(peer& one) {
        if (one.ended || one.to_send.empty())
            return;
        auto const sent = ::send(one.socket, one.to_send.data(), one.to_send.size(), MSG_NOSIGNAL);
        if (sent > 0)
            one.to_send.remove_prefix(static_cast<std::size_t>(sent));
        else if (sent < 0 && errno != EAGAIN && errno != ENOTCONN && errno != EINTR)
            one.ended = one.reset = true;
    }

    /// Waits for an event of any connection, or until `due`, and then receives and sends what it
    /// can.
    void drive(clock::time_point due) {
        auto const left = std::chrono::ceil<std::chrono::milliseconds>(due - clock::now());
        std::array<epoll_event, 256> ready;
        auto const count = ::epoll_wait(
            events_,
            ready.data(),
            static_cast<int>(ready.size()),
            static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 0))
        );
        for (int i = 0; i < count; ++i) {
            auto& one = *static_cast<peer*>(ready[static_cast<std::size_t>(i)].data.ptr);
            if (one.socket < 0)
                continue;
            auto const what = ready[static_cast<std::size_t>(i)].events;
            one.connected = one.connected || (what & EPOLLOUT) != 0;
            if ((what & (EPOLLIN | EPOLLHUP | EPOLLERR | EPOLLRDHUP)) != 0)
                receive(one);
            send(one);
        }
    }

    /// Drives the connections until `done()` is true or `patience` has passed, and returns whether
    /// it is true. Other threads may make it true.
    template <typename Done>
    [[nodiscard]] bool drive_until(Done done, std::chrono::seconds patience) {
        constexpr std::chrono::milliseconds look_again{10};
        for (auto const due = clock::now() + patience; !done(); drive(clock::now() + look_again))
            if (clock::now() >= due)
                return false;
        return true;
    }

    template <typename Which>
    [[nodiscard]] std::size_t count(Which which) const {
        return static_cast<std::size_t>(std::ranges::count_if(peers, which));
    }

    std::vector<peer> peers;
    bool reads{true};         // otherwise the bytes that arrive stay in the kernel
    std::size_t keeps{65536}; // how many of the received bytes are kept: the first ones

private:
    void connect(peer& one) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port_);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto const* const address = reinterpret_cast<sockaddr const*>(&to);
        one.connected = ::connect(one.socket, address, sizeof to) == 0;
        epoll_event wanted{};
        wanted.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
        wanted.data.ptr = &one;
        ::epoll_ctl(events_, EPOLL_CTL_ADD, one.socket, &wanted);
    }

    void receive(peer& one) {
        if (!reads)
            return;
        std::array<char, 16384> room;
        for (;;) {
            auto const count = ::recv(one.socket, room.data(), room.size(), 0);
            if (count <= 0) {
                one.reset = count < 0 && errno != EAGAIN && errno != EINTR;
                one.ended = count == 0 || one.reset;
                return;
            }
            auto const kept = std::min(
                static_cast<std::size_t>(count), keeps - std::min(keeps, one.received.size())
            );
            one.received.append(room.data(), kept);
        }
    }

    std::uint16_t port_;
    std::optional<int> receive_buffer_;
    int events_;
};

} // namespace http_test

#endif
