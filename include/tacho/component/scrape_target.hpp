// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_SCRAPE_TARGET_HPP
#define TACHO_COMPONENT_SCRAPE_TARGET_HPP

#include <tacho/options.hpp>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#if !defined(_WIN32)

namespace tacho::inline v0::component {

namespace detail {

class target_file;

} // namespace detail

/// The options of a scrape_target.
struct scrape_target_options {
    /// The folder that Prometheus watches: `file_sd_configs: [{files: ["FOLDER/*.json"]}]`. It is
    /// created if it does not exist.
    std::filesystem::path folder{};

    /// The address at which this process is scraped, such as `127.0.0.1:9464`.
    std::string address{};

    /// Labels of everything that is scraped from this process.
    std::vector<label> labels{};

    /// How long the file of a process that died is kept. During that time Prometheus shows that the
    /// process is down.
    std::chrono::milliseconds keep_dead{std::chrono::minutes{5}};
};

/// A file in a folder that Prometheus watches, which tells where this process is scraped. The file
/// appears complete, is removed with this object, and is locked meanwhile: if a process died
/// without removing its file, other processes find it unlocked, and remove it in `sweep`.
///
/// Linux, macOS and the BSDs; the folder has to be on a file system whose locks work between all
/// processes that use it. A forked child holds the lock too: while it lives, its dead parent counts
/// as living.
///
/// Thread safety: distinct objects are safe, and so is `sweep` of a shared object. Errors: the
/// constructor throws std::system_error, which names the file, or std::invalid_argument for a
/// label.
class scrape_target {
public:
    explicit scrape_target(scrape_target_options const& options);
    scrape_target(scrape_target const&) = delete;
    scrape_target& operator=(scrape_target const&) = delete;

    /// In a forked child it leaves the file to the parent.
    ~scrape_target();

    [[nodiscard]] std::filesystem::path const& file() const noexcept;

    /// Removes the files of processes that this object has seen dead for `keep_dead`. Cheap enough
    /// for an update_callback. Throws std::system_error when the folder cannot be read.
    void sweep();

private:
    std::unique_ptr<detail::target_file> file_;
};

} // namespace tacho::inline v0::component

#endif

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/component/scrape_target.ipp> // IWYU pragma: export
#endif

#endif
