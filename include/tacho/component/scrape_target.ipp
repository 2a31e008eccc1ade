// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_SCRAPE_TARGET_IPP
#define TACHO_COMPONENT_SCRAPE_TARGET_IPP

#include <tacho/component/scrape_target.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/language/visibility.hpp>
#include <tacho/detail/text/in_quotes.hpp>
#include <tacho/detail/text/json_text.hpp>
#include <tacho/detail/text/name_rules.hpp>
#include <tacho/error.hpp>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

#if !defined(_WIN32)

# include <fcntl.h>
# include <sys/file.h>
# include <unistd.h>

namespace tacho::inline v0::component {

namespace detail {

/// How many files the process has made names for.
TACHO_SHARED_STATE inline constinit std::atomic<unsigned> target_files_made{0};

/// The file, from its creation to its removal.
class target_file {
public:
    explicit target_file(scrape_target_options const& options)
        : folder_{std::filesystem::absolute(options.folder)}
        , keep_dead_{(std::min<std::chrono::milliseconds>)(options.keep_dead, longest)}
        , file_{folder_ / file_name()} {
        std::error_code error;
        std::filesystem::create_directories(folder_, error); // if it fails, open fails too
        for (auto const& each : options.labels)
            if (!tacho::detail::is_label_name(each.name))
                tacho::detail::fail<std::invalid_argument>(
                    "tacho: a scrape target's label " + tacho::detail::in_quotes(each.name) +
                    " must match [a-zA-Z_][a-zA-Z0-9_]*, or Prometheus takes none of its file"
                );
        // Prometheus does not watch this name: the file gets its own when it is complete and
        // locked.
        auto const unfinished = folder_ / ("." + file_.filename().string() + ".tmp");
        locked_ = ::open(unfinished.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
        if (locked_ == -1)
            fail(unfinished);
        if (!write(content(options)) || ::flock(locked_, LOCK_EX | LOCK_NB) != 0 ||
            ::rename(unfinished.c_str(), file_.c_str()) != 0) {
            auto const reason = errno;
            ::unlink(unfinished.c_str());
            ::close(locked_);
            errno = reason;
            fail(file_);
        }
    }

    target_file(target_file const&) = delete;
    target_file& operator=(target_file const&) = delete;

    ~target_file() {
        if (owner_ == ::getpid())
            ::unlink(file_.c_str());
        ::close(locked_);
    }

    [[nodiscard]] std::filesystem::path const& path() const noexcept { return file_; }

    void sweep() {
        std::lock_guard const guard{mutex_};
        auto const now = clock::now();
        decltype(dead_) still_dead;
        for (auto const& entry : std::filesystem::directory_iterator{folder_}) {
            auto const& path = entry.path();
            if (!is_ours(path.filename().string()) || path == file_)
                continue;
            auto const seen = dead_.find(path);
            auto const since = seen == dead_.end() ? now : seen->second;
            if (!take_away_dead(path, now - since >= keep_dead_))
                still_dead.emplace(path, since);
        }
        dead_ = std::move(still_dead);
    }

private:
    using clock = std::chrono::steady_clock;

    static constexpr std::chrono::hours longest{24 * 365 * 100};
    static constexpr std::string_view name_begin = "tacho-";
    static constexpr std::string_view name_end = ".json";

    /// False when the process of the file is dead and the file stays.
    [[nodiscard]] static bool take_away_dead(std::filesystem::path const& path, bool for_good) {
        auto const opened = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
        if (opened == -1)
            return true;
        bool const dead = ::flock(opened, LOCK_SH | LOCK_NB) == 0; // shared: others look too
        if (dead && for_good)
            ::unlink(path.c_str()); // names are never reused: the path is still that file
        ::close(opened);
        return !dead || for_good;
    }

    /// Whether the file was written by a scrape_target, rather than by hand.
    [[nodiscard]] static bool is_ours(std::string_view name) noexcept {
        if (!name.starts_with(name_begin) || !name.ends_with(name_end))
            return false;
        name.remove_prefix(name_begin.size());
        name.remove_suffix(name_end.size());
        return std::ranges::count(name, '-') == 2 &&
               name.find_first_not_of("0123456789-") == std::string_view::npos;
    }

    /// Unique: made of the process, the time, and a number within both.
    [[nodiscard]] static std::string file_name() {
        auto const time = std::chrono::system_clock::now().time_since_epoch();
        auto const number = target_files_made.fetch_add(1, std::memory_order_relaxed);
        std::string name{name_begin};
        name.append(std::to_string(::getpid())).append("-").append(std::to_string(time.count()));
        return name.append("-").append(std::to_string(number)).append(name_end);
    }

    [[nodiscard]] static std::string content(scrape_target_options const& options) {
        using tacho::detail::json_text;
        std::string text{"[{\"targets\":["};
        text.append(json_text(options.address)).append("],\"labels\":{");
        for (auto const& each : options.labels) {
            text.append(text.back() == '{' ? "" : ",").append(json_text(each.name));
            text.append(":").append(json_text(each.value));
        }
        return text.append("}}]\n");
    }

    [[nodiscard]] bool write(std::string_view text) const noexcept {
        while (!text.empty()) {
            auto const count = ::write(locked_, text.data(), text.size());
            if (count < 0 && errno != EINTR)
                return false;
            if (count > 0)
                text.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }

    [[noreturn]] static void fail(std::filesystem::path const& file) {
        auto const reason = std::error_code{errno, std::generic_category()};
# if defined(__cpp_exceptions)
        throw std::system_error{reason, "tacho: cannot write the scrape target " + file.string()};
# else
        tacho::detail::fail<std::runtime_error>(
            "tacho: cannot write the scrape target " + file.string() + ": " + reason.message()
        );
# endif
    }

    std::filesystem::path const folder_;
    std::chrono::milliseconds const keep_dead_;
    std::filesystem::path const file_;
    ::pid_t const owner_{::getpid()};
    int locked_{-1};
    std::mutex mutex_{};
    std::map<std::filesystem::path, clock::time_point> dead_{
    }; // files, and when they were seen dead
};

} // namespace detail

TACHO_DECL scrape_target::scrape_target(scrape_target_options const& options)
    : file_{std::make_unique<detail::target_file>(options)} {}

TACHO_DECL scrape_target::~scrape_target() = default;

TACHO_DECL std::filesystem::path const& scrape_target::file() const noexcept {
    return file_->path();
}

TACHO_DECL void scrape_target::sweep() {
    file_->sweep();
}

} // namespace tacho::inline v0::component

#endif

#endif
