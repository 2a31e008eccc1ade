// SPDX-License-Identifier: BSL-1.0

// Metrics without HTTP: a program that runs and ends writes its metrics to a file, where the
// textfile collector of Prometheus's node_exporter finds them.

#include <tacho/tacho.hpp>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace {

struct backup_metrics {
    tacho::counter files{"backup_files_total", "Files copied."};
    tacho::counter bytes{"backup_bytes_total", "Bytes copied."};
    tacho::gauge finished{"backup_finished_timestamp_seconds", "When the backup ended."};
};

// The file is written under another name and then renamed, so that a reader sees either the old
// file or the complete new one.
void write_metrics(std::filesystem::path const& destination) {
    auto unfinished = destination;
    unfinished += ".tmp";
    {
        std::ofstream file;
        file.exceptions(std::ios::failbit | std::ios::badbit);
        file.open(unfinished, std::ios::binary);
        tacho::write_text(tacho::default_registry(), [&](std::string_view piece) {
            file.write(piece.data(), static_cast<std::streamsize>(piece.size()));
        });
        file.close();
    }
    std::filesystem::rename(unfinished, destination);
}

} // namespace

int main(int argc, char** argv) {
    try {
        backup_metrics metrics;
        for (auto const size : {1200u, 48000u, 310u}) {
            metrics.files.inc();
            metrics.bytes.inc(size);
        }
        metrics.finished.set_to_current_time();

        write_metrics(argc > 1 ? argv[1] : "backup.prom");
    } catch (std::exception const& failure) {
        std::fprintf(stderr, "custom_sink: %s\n", failure.what());
        return 1;
    }
}
