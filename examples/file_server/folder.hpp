// SPDX-License-Identifier: BSL-1.0

#ifndef FILE_SERVER_FOLDER_HPP
#define FILE_SERVER_FOLDER_HPP

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace file_server {

/// Returns the path that a request target names, with `%41` and the like decoded; std::nullopt if
/// the target is malformed.
[[nodiscard]] inline std::optional<std::string> decode(std::string_view target) {
    target = target.substr(0, target.find('?'));
    if (!target.starts_with('/'))
        return std::nullopt;

    std::string path;
    for (std::size_t i = 0; i < target.size(); ++i) {
        char character = target[i];
        if (character == '%') {
            auto const digits = target.substr(i + 1, 2);
            auto const end = digits.data() + digits.size();
            unsigned char code = 0;
            auto const [stop, failure] = std::from_chars(digits.data(), end, code, 16);
            if (digits.size() != 2 || stop != end || failure != std::errc{})
                return std::nullopt;
            character = static_cast<char>(code);
            i += 2;
        }
        if (character == '\0') // the operating system would read a shorter name
            return std::nullopt;
        path.push_back(character);
    }
    return path;
}

/// A folder whose files every client may read; a client may read no other files.
class folder {
public:
    explicit folder(std::filesystem::path const& root)
        : root_{std::filesystem::canonical(root)} {
        if (!std::filesystem::is_directory(root_))
            throw std::filesystem::filesystem_error{
                "not a folder", root, std::make_error_code(std::errc::not_a_directory)
            };
    }

    /// Returns the regular file at `path`, or the folder's `index.html` if `path` ends in a slash.
    ///
    /// No file outside of the root is found: dots and symbolic links are resolved first, and only
    /// the resulting path is compared with the root. (Users who may change the folder itself are
    /// trusted.)
    [[nodiscard]] std::optional<std::filesystem::path> find(std::string_view path) const {
        auto file = root_ / std::filesystem::path{path}.relative_path();
        if (path.ends_with('/'))
            file /= "index.html";

        std::error_code failure;
        file = std::filesystem::canonical(file, failure);
        if (failure || std::ranges::mismatch(root_, file).in1 != root_.end())
            return std::nullopt;
        if (!std::filesystem::is_regular_file(file, failure))
            return std::nullopt;
        return file;
    }

private:
    std::filesystem::path root_;
};

[[nodiscard]] inline std::string_view mime_type(std::filesystem::path const& file) {
    using namespace std::string_view_literals;
    static constexpr std::array types{
        std::pair{".css"sv, "text/css; charset=utf-8"sv},
        std::pair{".gif"sv, "image/gif"sv},
        std::pair{".htm"sv, "text/html; charset=utf-8"sv},
        std::pair{".html"sv, "text/html; charset=utf-8"sv},
        std::pair{".ico"sv, "image/vnd.microsoft.icon"sv},
        std::pair{".jpeg"sv, "image/jpeg"sv},
        std::pair{".jpg"sv, "image/jpeg"sv},
        std::pair{".js"sv, "text/javascript; charset=utf-8"sv},
        std::pair{".json"sv, "application/json"sv},
        std::pair{".md"sv, "text/markdown; charset=utf-8"sv},
        std::pair{".pdf"sv, "application/pdf"sv},
        std::pair{".png"sv, "image/png"sv},
        std::pair{".svg"sv, "image/svg+xml"sv},
        std::pair{".txt"sv, "text/plain; charset=utf-8"sv},
        std::pair{".wasm"sv, "application/wasm"sv},
        std::pair{".webp"sv, "image/webp"sv},
        std::pair{".xml"sv, "application/xml"sv},
    };
    auto const extension = file.extension().string();
    for (auto const& [known, type] : types) {
        if (known == extension)
            return type;
    }
    return "application/octet-stream";
}

} // namespace file_server

#endif
