// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_SESSION_HPP
#define TACHO_HTTP_DETAIL_SESSION_HPP

#include <tacho/http/detail/answer.hpp>
#include <tacho/http/detail/deadline.hpp>
#include <tacho/http/detail/handler_memory.hpp>
#include <tacho/http/detail/host.hpp>
#include <tacho/http/detail/receive_buffer.hpp>
#include <tacho/http/detail/request.hpp>
#include <tacho/http/detail/response_head.hpp>
#include <tacho/http/detail/route.hpp>
#include <tacho/http/detail/scrape.hpp>
#include <tacho/http/page.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tacho::inline v0::http::detail {

// One connection: it reads a request, answers it, and reads the next.
//
// All functions run on the server's executor, one handler at a time. At any time the session either
// reads, writes or waits for a scrape, and a deadline bounds that step. The pending handlers own
// the session, and the session owns the server.
class session final : public std::enable_shared_from_this<session> {
    using clock = deadline::clock;
    using error_code = boost::system::error_code;
    using tcp = boost::asio::ip::tcp;

public:
    // In the order in which the server closes connections if there are too many.
    enum class phase : std::uint8_t { lingering, receiving, idle, sending, queued, closed };

    session(tcp::socket socket, std::shared_ptr<host> owner)
        : owner_{std::move(owner)}
        , socket_{std::move(socket)}
        , deadline_{socket_.get_executor()}
        , received_{owner_->chosen.header_limit} {}

    session(session const&) = delete;
    session& operator=(session const&) = delete;

    // Does not call `abort`: the executor may be shutting down, and then nothing may be started on
    // it.
    ~session() {
        if (phase_ == phase::closed)
            return;
        forget();
        std::lock_guard const lock{owner_->sockets.mutex};
        owner_->sockets.remove(socket_.native_handle());
    }

    void start() {
        error_code ignored;
        socket_.set_option(tcp::no_delay{true}, ignored);
        guarded([this] { receive_request(); });
    }

    // The server calls this when a scrape is free for this session, which waits in the queue.
    void granted(scrape& free) {
        scrape_ = &free;
        guarded([this] { begin_scrape(); });
    }

    // Closes at once. Safe to call twice.
    //
    // In the middle of an answer it resets the connection: after an orderly end, a truncated body
    // without chunks would look complete, and the kernel would keep the bytes that the peer does
    // not read.
    void abort() noexcept {
        error_code ignored;
        if (phase_ == phase::sending)
            socket_.set_option(boost::asio::socket_base::linger{true, 0}, ignored);
        close();
    }

    // Closes at the end of the current answer, or at once if the session sends no answer.
    void finish() noexcept {
        finishing_ = true;
        if (phase_ != phase::sending)
            abort();
    }

    // The deadline calls this.
    void expired() {
        if (phase_ != phase::queued)
            return abort();
        owner_->leave_queue(*this);
        guarded([this] { refuse(answers::busy); });
    }

    [[nodiscard]] phase state() const noexcept { return phase_; }
    // When the session entered its phase, or began to send the current piece.
    [[nodiscard]] clock::time_point since() const noexcept { return since_; }
    // When the session got its scrape: the time that it has waited for one does not count.
    [[nodiscard]] clock::time_point scraping_since() const noexcept { return granted_; }
    [[nodiscard]] bool sends_scrape() const noexcept {
        return phase_ == phase::sending && scrape_ != nullptr;
    }

private:
    // Runs a step of the connection. An exception closes the connection and does not reach the
    // thread that runs the executor.
    template <class Step>
    void guarded(Step step) noexcept {
        if (phase_ == phase::closed)
            return;
        if (owner_->sockets.given_up())
            return close();
        try {
            step();
        } catch (...) {
            abort();
        }
    }

    void enter(phase next, std::chrono::milliseconds limit) {
        phase_ = next;
        since_ = clock::now();
        auto const due = since_ + limit;
        auto const answering = next == phase::sending || next == phase::queued;
        deadline_.set(shared_from_this(), answering ? (std::min)(due, answer_due_) : due);
    }

    void receive_request() {
        request_.emplace(owner_->chosen);
        if (served_ && received_.empty())
            enter(phase::idle, owner_->chosen.idle_timeout);
        else
            enter(phase::receiving, owner_->chosen.header_timeout);
        parse();
    }

    void parse() {
        switch (request_->parse(received_)) {
        case request::progress::incomplete:
            return read();
        case request::progress::complete:
            return answer_request();
        case request::progress::malformed:
            return refuse(answers::bad_request);
        case request::progress::too_long:
            return refuse(answers::header_too_large);
        }
    }

    void read() {
        auto const room = received_.prepare();
        socket_.async_read_some(
            boost::asio::buffer(room.data(), room.size()),
            transfer_.bind([self = shared_from_this()](error_code error, std::size_t count) {
                self->guarded([&] { self->was_read(error, count); });
            })
        );
    }

    void was_read(error_code error, std::size_t count) {
        if (error)
            return abort();
        if (phase_ == phase::lingering)
            return was_drained(count);
        if (phase_ == phase::idle)
            enter(phase::receiving, owner_->chosen.header_timeout);
        received_.commit(count);
        parse();
    }

    void answer_request() {
        started_ = clock::now();
        answer_due_ = started_ + owner_->chosen.response_timeout;
        keep_alive_ = request_->keep_alive();
        auto const& [to, page] = request_->target();
        if (to == route::none)
            reply({"404 Not Found", owner_->chosen.not_found});
        else if (!request_->is_read())
            reply(answers::method_not_allowed);
        else if (request_->has_body())
            reply(answers::content_too_large);
        else if (to == route::health)
            reply(answers::healthy);
        else if (to == route::landing)
            reply({"200 OK", owner_->landing, "text/html; charset=utf-8"});
        else if (to == route::page)
            show(*page);
        else if (scrape_ = owner_->acquire_scrape(*this); scrape_ != nullptr)
            begin_scrape();
        else
            enter(phase::queued, owner_->chosen.write_timeout);
    }

    void refuse(answer const& given) {
        keep_alive_ = false;
        answer_due_ = clock::now() + owner_->chosen.response_timeout;
        reply(given);
    }

    void reply(answer const& given) {
        head_.start(given.status, connection());
        head_.field("Content-Type", given.content_type);
        head_.field("Content-Length", given.body.size());
        if (!given.allow.empty())
            head_.field("Allow", given.allow);
        head_.finish();
        write({head_.view(), request_->is_head() ? std::string_view{} : given.body});
    }

    void show(page const& shown) {
        try {
            page_ = shown.make();
            if (may_have_body(page_.status))
                return reply(answer{status_line(page_.status), page_.body, shown.content_type});
        } catch (...) { // a page may throw
        }
        reply(answers::page_failed);
    }

    [[nodiscard]] static bool may_have_body(unsigned status) noexcept {
        return status >= 200 && status < 600 && status != 204 && status != 205 && status != 304;
    }

    // The result is valid until the next call.
    [[nodiscard]] std::string_view status_line(unsigned status) {
        auto const reason =
            boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(status));
        status_ = std::to_string(status);
        status_.append(" ").append(reason.data(), reason.size());
        return status_;
    }

    [[nodiscard]] connection_field connection() const {
        if (!keep_alive_ || finishing_)
            return connection_field::close;
        return request_->speaks_chunked() ? connection_field::none : connection_field::keep_alive;
    }

    void begin_scrape() {
        std::string_view piece;
        bool compressed = false;
        granted_ = clock::now();
        try {
            auto const& chosen = owner_->chosen;
            auto const* const own = chosen.self_metrics ? &owner_->metrics.own : nullptr;
            compressed = chosen.compression && request_->wants_gzip();
            scrape_->begin(request_->wanted().format(), compressed, chosen.registry, own);
            piece = scrape_->next();
        } catch (...) {
            refuse(answers::collect_failed);
            return end_scrape();
        }
        // Without chunks only the end of the connection marks the end of the body.
        keep_alive_ = keep_alive_ && request_->speaks_chunked();
        head_.start("200 OK", connection());
        head_.field("Content-Type", request_->wanted().content_type());
        if (compressed)
            head_.field("Content-Encoding", "gzip");
        head_.field("Vary", "Accept, Accept-Encoding");
        if (request_->speaks_chunked())
            head_.field("Transfer-Encoding", "chunked");
        head_.finish();
        if (request_->is_head()) {
            write({head_.view()});
            end_scrape();
        } else {
            write_piece(head_.view(), piece);
        }
    }

    // Sends a piece, or the end of the body if `piece` is empty. `scrape_` is not null as long as
    // there may be another piece.
    void write_piece(std::string_view head, std::string_view piece) {
        if (!piece.empty()) {
            if (request_->speaks_chunked())
                return write({head, chunk_head_(piece.size()), piece, "\r\n"});
            return write({head, piece});
        }
        auto const elapsed = std::chrono::duration<double>{clock::now() - started_};
        owner_->metrics.last_scrape_duration.set(elapsed.count());
        owner_->metrics.scrapes.inc();
        write({head, request_->speaks_chunked() ? "0\r\n\r\n" : ""});
        end_scrape();
    }

    void write(std::array<std::string_view, 4> const& parts) {
        enter(phase::sending, owner_->chosen.write_timeout);
        std::array<boost::asio::const_buffer, 4> buffers;
        std::ranges::transform(parts, buffers.begin(), [](std::string_view part) {
            return boost::asio::const_buffer{part.data(), part.size()};
        });
        boost::asio::async_write(
            socket_,
            buffers,
            transfer_.bind([self = shared_from_this()](error_code error, std::size_t count) {
                self->owner_->metrics.sent_bytes.inc(count);
                self->guarded([&] { self->was_written(error); });
            })
        );
    }

    void was_written(error_code error) {
        if (error)
            return abort();
        if (scrape_ != nullptr)
            return write_piece({}, scrape_->next());
        served_ = true;
        if (keep_alive_ && !finishing_)
            receive_request();
        else
            linger();
    }

    // If a socket is closed with unread bytes, the kernel resets the connection, and the peer may
    // lose the answer. So the session first ends only its own side and reads the bytes that the
    // peer still sends, up to a number of bytes and for a limited time.
    void linger() {
        error_code error;
        socket_.shutdown(boost::asio::socket_base::shutdown_send, error);
        if (error || (finishing_ && received_.empty()))
            return close();
        received_.clear();
        enter(phase::lingering, (std::min)(owner_->chosen.write_timeout, linger_timeout));
        read();
    }

    void was_drained(std::size_t count) {
        drained_ += count;
        if (drained_ > linger_limit)
            abort();
        else
            read();
    }

    void close() noexcept {
        if (std::exchange(phase_, phase::closed) == phase::closed)
            return;
        deadline_.cancel();
        {
            std::lock_guard const lock{owner_->sockets.mutex};
            owner_->sockets.remove(socket_.native_handle());
            error_code ignored;
            socket_.close(ignored);
        }
        forget();
        owner_->made_room();
    }

    // The last step of a caller, because a new connection may take the place of this one.
    void end_scrape() noexcept {
        owner_->release_scrape(*std::exchange(scrape_, nullptr));
        owner_->made_room();
    }

    void forget() noexcept {
        if (scrape_ != nullptr)
            owner_->release_scrape(*std::exchange(scrape_, nullptr));
        owner_->forget(*this);
    }

    static constexpr std::chrono::milliseconds linger_timeout = std::chrono::seconds{1};
    static constexpr std::size_t linger_limit = std::size_t{4} << 20;

    std::shared_ptr<host> owner_;
    tcp::socket socket_;
    deadline deadline_;
    handler_memory transfer_{}; // for the pending read, or all steps of the pending write
    receive_buffer received_;
    std::optional<request> request_{};
    scrape* scrape_ = nullptr;
    clock::time_point since_ = clock::now();
    clock::time_point started_{};
    clock::time_point granted_{};
    clock::time_point answer_due_{};
    std::size_t drained_ = 0;
    phase phase_ = phase::receiving;
    bool keep_alive_ = false;
    bool served_ = false;
    bool finishing_ = false;
    page_answer page_{};
    std::string status_{};
    chunk_head chunk_head_{};
    response_head head_{};
};

} // namespace tacho::inline v0::http::detail

#endif
