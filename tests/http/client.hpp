// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_HTTP_CLIENT_HPP
#define TACHO_TESTS_HTTP_CLIENT_HPP

#include <tacho/counter.hpp>
#include <tacho/name.hpp>
#include <tacho/options.hpp>
#include <tacho/registry.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>

#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http_test {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

inline constexpr std::size_t megabyte = std::size_t{1} << 20;
inline constexpr std::string_view scrape_request = "GET /metrics HTTP/1.1\r\nHost: test\r\n\r\n";

[[nodiscard]] inline clock::duration since(clock::time_point start) {
    return clock::now() - start;
}

struct response {
    int status = 0;
    std::string head;
    std::map<std::string, std::string> fields; // names in lower case
    std::string body;
    std::vector<std::size_t> chunks; // the sizes of all chunks but the last, which is empty
    bool complete = false;
};

enum class ending { open, orderly, reset };

// A client that sends any bytes, also those that no HTTP library would send. None of its functions
// takes longer than `patience`.
class client {
    using tcp = boost::asio::ip::tcp;

public:
    static constexpr auto patience = 20s;

    // With a small receive buffer, the server soon notices that the client does not read.
    explicit client(std::uint16_t port, std::optional<int> receive_buffer = std::nullopt) {
        socket_.open(tcp::v4());
        if (receive_buffer)
            socket_.set_option(boost::asio::socket_base::receive_buffer_size{*receive_buffer});
        connect(port);
    }

    // Only opens the socket, so that the client has its descriptor before the process runs out.
    client() { socket_.open(tcp::v4()); }

    void connect(std::uint16_t port) {
        boost::system::error_code error;
        socket_.connect({boost::asio::ip::address_v4::loopback(), port}, error);
        connected_ = !error;
    }

    [[nodiscard]] bool connected() const { return connected_; }

    // Returns false if the peer did not accept all bytes.
    bool send(std::string_view bytes) {
        boost::system::error_code result = boost::asio::error::would_block;
        boost::asio::async_write(
            socket_,
            boost::asio::buffer(bytes.data(), bytes.size()),
            [&](boost::system::error_code error, std::size_t) { result = error; }
        );
        run(patience);
        return !result;
    }

    void send_no_more() {
        boost::system::error_code ignored;
        socket_.shutdown(boost::asio::socket_base::shutdown_send, ignored);
    }

    // Resets the connection, as a router does for a peer that has crashed.
    void reset() {
        boost::system::error_code ignored;
        socket_.set_option(boost::asio::socket_base::linger{true, 0}, ignored);
        socket_.close(ignored);
    }

    // Receives at most `limit` more bytes. Returns false if none arrives within `wait` or the
    // connection has ended.
    bool receive(std::chrono::milliseconds wait = patience, std::size_t limit = 65536) {
        if (ending_ != ending::open)
            return false;
        std::string room(limit, '\0');
        std::optional<boost::system::error_code> result;
        std::size_t count = 0;
        socket_.async_read_some(
            boost::asio::buffer(room),
            [&](boost::system::error_code error, std::size_t size) {
                result = error;
                count = size;
            }
        );
        run(wait);
        if (result == boost::asio::error::operation_aborted)
            return false;
        if (result == boost::asio::error::eof)
            ending_ = ending::orderly;
        else if (*result)
            ending_ = ending::reset;
        received_.append(room, 0, count);
        return ending_ == ending::open;
    }

    // Reads until the peer ends the connection. Returns `open` if the peer does not end it.
    ending read_to_end(std::chrono::milliseconds wait = patience) {
        auto const until = clock::now() + wait;
        while (clock::now() < until && receive(wait)) {}
        return ending_;
    }

    // Reads one response. `has_body` is false for the response to a HEAD.
    response read(bool has_body = true) {
        response result;
        auto const end = find("\r\n\r\n", 0);
        if (end == std::string::npos)
            return result;
        result.head = received_.substr(0, end + 2);
        received_.erase(0, end + 4);
        parse_head(result);
        if (!has_body)
            result.complete = true;
        else if (result.fields.contains("content-length"))
            read_sized(result);
        else if (result.fields.contains("transfer-encoding"))
            read_chunked(result);
        else {
            result.complete = read_to_end() == ending::orderly;
            result.body = std::exchange(received_, {});
        }
        return result;
    }

    response ask(std::string_view method, std::string_view target, std::string_view fields = {}) {
        std::string text{method};
        text.append(" ").append(target).append(" HTTP/1.1\r\nHost: test\r\n");
        text.append(fields).append("\r\n");
        send(text);
        return read(method != "HEAD");
    }

    response get(std::string_view target) { return ask("GET", target); }

    // The received bytes that are not part of a response that was read.
    [[nodiscard]] std::string const& received() const { return received_; }
    [[nodiscard]] ending ended() const { return ending_; }

private:
    void run(std::chrono::milliseconds wait) {
        context_.restart();
        context_.run_for(wait);
        if (context_.stopped())
            return;
        socket_.cancel();
        context_.run();
    }

    std::size_t find(std::string_view what, std::size_t from) {
        for (;;) {
            auto const found = received_.find(what, from);
            if (found != std::string::npos || !receive())
                return found;
        }
    }

    bool have(std::size_t count) {
        while (received_.size() < count)
            if (!receive())
                return received_.size() >= count;
        return true;
    }

    static void parse_head(response& result) {
        std::string_view head{result.head};
        result.status = std::stoi(std::string{head.substr(9, 3)});
        head.remove_prefix(head.find("\r\n") + 2);
        while (!head.empty()) {
            auto const line = head.substr(0, head.find("\r\n"));
            auto const colon = line.find(": ");
            std::string name{line.substr(0, colon)};
            for (char& c : name)
                c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            result.fields[name] = line.substr(colon + 2);
            head.remove_prefix(line.size() + 2);
        }
    }

    void read_sized(response& result) {
        auto const size = std::stoul(result.fields["content-length"]);
        result.complete = have(size);
        result.body = received_.substr(0, size);
        received_.erase(0, size);
    }

    void read_chunked(response& result) {
        for (;;) {
            auto const line = find("\r\n", 0);
            if (line == std::string::npos)
                return;
            std::size_t size = 0;
            auto const* const first = received_.data();
            if (std::from_chars(first, first + line, size, 16).ptr != first + line)
                return;
            if (!have(line + 2 + size + 2))
                return;
            result.body.append(received_, line + 2, size);
            auto const closed = received_.compare(line + 2 + size, 2, "\r\n") == 0;
            received_.erase(0, line + 2 + size + 2);
            if (!closed)
                return;
            if (size == 0) {
                result.complete = true;
                return;
            }
            result.chunks.push_back(size);
        }
    }

    boost::asio::io_context context_;
    tcp::socket socket_{context_};
    std::string received_;
    ending ending_ = ending::open;
    bool connected_ = false;
};

// Long labels make a long text at a low cost, because they are rendered only once.
inline std::string const filling_label(8000, 'x');

// Adds counters to a registry until its text has more than `bytes` bytes. Returns their number.
inline int fill(tacho::registry& registry, std::size_t bytes) {
    auto const count = static_cast<int>(bytes / filling_label.size()) + 1;
    for (int i = 0; i < count; ++i) {
        auto const name = "filling_" + std::to_string(i) + "_total";
        tacho::counter{
            registry, tacho::runtime(name), "Fills.", {.labels = {{"label", filling_label}}}
        }.inc(i);
    }
    return count;
}

// Whether the text has every counter of `fill`, in order and with its value.
inline bool is_filling(std::string_view body, int count) {
    std::size_t at = 0;
    for (int i = 0; i < count; ++i) {
        auto const number = std::to_string(i);
        auto const sample =
            "\nfilling_" + number + "_total{label=\"" + filling_label + "\"} " + number + "\n";
        at = body.find(sample, at);
        if (at == body.npos)
            return false;
    }
    return true;
}

} // namespace http_test

#endif
