// SPDX-License-Identifier: BSL-1.0

#ifndef SANDBOX_HOST_LEDGER_HPP
#define SANDBOX_HOST_LEDGER_HPP

#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace sandbox_host {

/// Returns a series as an exposition spells it: `name{label="value"}`.
inline std::string series(
    std::string_view name,
    std::initializer_list<std::pair<std::string_view, std::string_view>> labels = {}
) {
    std::string text{name};
    char separator = '{';
    for (auto const& [label, value] : labels) {
        text.append({separator}).append(label).append("=\"");
        for (char const each : value)
            switch (each) {
            case '\n':
                text += "\\n";
                break;
            case '\\':
            case '"':
                text += '\\';
                [[fallthrough]];
            default:
                text += each;
            }
        text += '"';
        separator = ',';
    }
    if (separator == ',')
        text += '}';
    return text;
}

/// The values that the metrics must have, kept by the code that acts and not by the code that
/// counts.
class ledger {
public:
    /// Adds `times`, which may be negative. Zero makes an entry too: the series must exist.
    void add(std::string const& series, std::int64_t times = 1) {
        std::lock_guard const lock{mutex_};
        entries_[series] += times;
    }

    /// Prints the expected value of each series and its value in the exposition; returns whether
    /// they all agree. Series of the same metrics that have no entry must be zero.
    bool check(std::string_view exposition, std::FILE* out) const {
        std::lock_guard const lock{mutex_};
        auto const found = parse(exposition);
        std::set<std::string_view> names;
        std::size_t wrong = 0;
        std::fprintf(out, "%10s %10s\n", "must be", "is");
        for (auto const& [series, expected] : entries_) {
            names.insert(name_of(series));
            auto const at = found.find(series);
            auto const actual = at != found.end() ? at->second : "missing";
            bool const right = actual == std::to_string(expected);
            wrong += right ? 0u : 1u;
            print(std::to_string(expected), actual, right, series, out);
        }
        for (auto const& [series, actual] : found)
            if (names.contains(name_of(series)) && actual != "0" && !entries_.contains(series)) {
                ++wrong;
                print("nothing", actual, false, series, out);
            }
        if (wrong == 0)
            std::fprintf(out, "All %zu series have the expected values.\n", entries_.size());
        else
            std::fprintf(out, "%zu series do not have the expected values.\n", wrong);
        return wrong == 0;
    }

private:
    using values = std::map<std::string, std::string, std::less<>>;

    static std::string_view name_of(std::string_view series) {
        return series.substr(0, series.find('{'));
    }

    static values parse(std::string_view exposition) {
        values found;
        while (!exposition.empty()) {
            auto const line = exposition.substr(0, exposition.find('\n'));
            exposition.remove_prefix(line.size() + 1);
            auto const space = line.rfind(' ');
            if (!line.starts_with('#') && space != line.npos)
                found.emplace(line.substr(0, space), line.substr(space + 1));
        }
        return found;
    }

    static void print(
        std::string const& expected,
        std::string const& actual,
        bool right,
        std::string_view series,
        std::FILE* out
    ) {
        std::fprintf(
            out,
            "%10s %10s  %s  %.*s\n",
            expected.c_str(),
            actual.c_str(),
            right ? "ok" : "WRONG",
            static_cast<int>(series.size()),
            series.data()
        );
    }

    mutable std::mutex mutex_;
    std::map<std::string, std::int64_t> entries_;
};

} // namespace sandbox_host

#endif
