// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_PROCESS_FIGURES_IPP
#define TACHO_DETAIL_SYSTEM_PROCESS_FIGURES_IPP

#include <tacho/detail/system/process_figures.hpp>

#include <charconv>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

#if defined(__linux__)
# include <dirent.h>
# include <malloc.h>
# include <sys/resource.h>
# include <unistd.h>
#endif

namespace tacho::inline v0::detail {

[[nodiscard]] inline std::vector<std::string_view> words(std::string_view text) {
    constexpr std::string_view white = " \t\n";
    std::vector<std::string_view> found;
    for (auto at = text.find_first_not_of(white); at != std::string_view::npos;) {
        auto const end = text.find_first_of(white, at);
        found.push_back(text.substr(at, end - at));
        at = text.find_first_not_of(white, end);
    }
    return found;
}

/// The word at `index` as a number; null when the word is missing or is not a number.
[[nodiscard]] inline std::optional<double>
number_in(std::vector<std::string_view> const& words, std::size_t index) {
    unsigned long long number = 0;
    if (index >= words.size())
        return {};
    auto const word = words[index];
    auto const [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc{} || end != word.data() + word.size())
        return {};
    return static_cast<double>(number);
}

[[nodiscard]] inline std::optional<double> scaled(std::optional<double> number, double by) {
    return number ? std::optional{*number * by} : number;
}

TACHO_DECL void
read_stat(std::string_view stat, double ticks_per_second, double page, process_figures& into) {
    auto const name_end = stat.rfind(')');
    if (name_end == std::string_view::npos)
        return;
    auto const fields = words(stat.substr(name_end + 1));
    auto const field = [&](std::size_t number) { return number_in(fields, number - 3); };
    into.user_seconds = scaled(field(14), 1 / ticks_per_second);
    into.system_seconds = scaled(field(15), 1 / ticks_per_second);
    if (into.user_seconds && into.system_seconds)
        into.cpu_seconds = *into.user_seconds + *into.system_seconds;
    into.threads = field(20);
    into.start_time_seconds = scaled(field(22), 1 / ticks_per_second);
    into.virtual_bytes = field(23);
    into.resident_bytes = scaled(field(24), page);
}

TACHO_DECL std::optional<double> boot_time(std::string_view stat) {
    constexpr std::string_view key = "\nbtime ";
    auto const at = stat.find(key);
    return at == std::string_view::npos ? std::nullopt
                                        : number_in(words(stat.substr(at + key.size(), 32)), 0);
}

TACHO_DECL std::optional<double> octets(std::string_view netstat, std::string_view name) {
    constexpr std::string_view key = "IpExt: ";
    auto const names_at = netstat.find(key);
    if (names_at == std::string_view::npos)
        return {};
    auto const numbers_at = netstat.find(key, names_at + key.size());
    if (numbers_at == std::string_view::npos)
        return {};
    auto const names = words(netstat.substr(names_at, numbers_at - names_at));
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name)
            return number_in(words(netstat.substr(numbers_at)), i);
    return {};
}

#if defined(__linux__)

[[nodiscard]] inline std::string contents(char const* path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{}};
}

[[nodiscard]] inline std::optional<double> limit_of(decltype(RLIMIT_AS) what) {
    ::rlimit limit{};
    if (::getrlimit(what, &limit) != 0)
        return {};
    return static_cast<double>(limit.rlim_cur);
}

[[nodiscard]] inline std::optional<double> open_descriptors() {
    auto* const directory = ::opendir("/proc/self/fd");
    if (directory == nullptr)
        return {};
    std::size_t entries = 0;
    while (auto const* const entry = ::readdir(directory))
        if (entry->d_name[0] != '.')
            ++entries;
    ::closedir(directory);
    return static_cast<double>(entries - 1); // without the descriptor of the directory itself
}

TACHO_DECL process_figures read_process_figures() {
    process_figures now;
    read_stat(
        contents("/proc/self/stat"),
        static_cast<double>(::sysconf(_SC_CLK_TCK)),
        static_cast<double>(::sysconf(_SC_PAGESIZE)),
        now
    );
    auto const boot = boot_time(contents("/proc/stat"));
    if (now.start_time_seconds)
        now.start_time_seconds =
            boot ? std::optional{*boot + *now.start_time_seconds} : std::nullopt;
    now.most_virtual_bytes = limit_of(RLIMIT_AS);
# if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
    auto const heap = ::mallinfo2();
    now.heap_bytes = static_cast<double>(heap.arena + heap.hblkhd);
# endif
    now.open_descriptors = open_descriptors();
    now.most_descriptors = limit_of(RLIMIT_NOFILE);
    auto const netstat = contents("/proc/self/net/netstat");
    now.received_bytes = octets(netstat, "InOctets");
    now.sent_bytes = octets(netstat, "OutOctets");
    return now;
}

#else

TACHO_DECL process_figures read_process_figures() {
    return {};
}

#endif

} // namespace tacho::inline v0::detail

#endif
