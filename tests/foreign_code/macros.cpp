// SPDX-License-Identifier: BSL-1.0

// clang-format off: the order is the point

// What ours include, so that only ours meet the macros.
#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cmath>
#include <concepts>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <memory_resource>
#include <mutex>
#include <new>
#include <optional>
#include <ratio>
#include <set>
#include <source_location>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>
#if !defined(_WIN32)
# include <dlfcn.h>
# include <fcntl.h>
# include <pthread.h>
# include <sched.h>
# include <signal.h>
# include <sys/file.h>
# include <sys/mman.h>
# include <sys/resource.h>
# include <sys/socket.h>
# include <sys/stat.h>
# include <time.h>
# include <unistd.h>
#endif
#if defined(__x86_64__)
# include <cpuid.h>
#endif

#include <foreign_code/macros.hpp>

// All public headers that need nothing else.
#include <tacho/bounded_text.hpp>
#include <tacho/buckets.hpp>
#include <tacho/callback.hpp>
#include <tacho/collection.hpp>
#include <tacho/collector.hpp>
#include <tacho/component/backend.hpp>
#include <tacho/component/canary.hpp>
#include <tacho/component/health.hpp>
#include <tacho/component/log_spaced_bounds.hpp>
#include <tacho/component/metrics_registry.hpp>
#include <tacho/component/name_rules.hpp>
#include <tacho/component/node.hpp>
#include <tacho/component/null_registry.hpp>
#include <tacho/component/recording_registry.hpp>
#include <tacho/component/registry_kinds.hpp>
#include <tacho/component/request_metrics.hpp>
#include <tacho/component/run_time.hpp>
#include <tacho/component/scrape_callback.hpp>
#include <tacho/component/scrape_target.hpp>
#include <tacho/component/sharded_registry.hpp>
#include <tacho/component/status_options.hpp>
#include <tacho/component/tree.hpp>
#include <tacho/component/tree_options.hpp>
#include <tacho/component.hpp>
#include <tacho/counter.hpp>
#include <tacho/error.hpp>
#include <tacho/exposition/encoder.hpp>
#include <tacho/exposition/exposition.hpp>
#include <tacho/exposition/exposition_view.hpp>
#include <tacho/exposition/formats.hpp>
#include <tacho/exposition/gatherer.hpp>
#include <tacho/exposition/left_out.hpp>
#include <tacho/exposition/parsed_family.hpp>
#include <tacho/exposition/text.hpp>
#include <tacho/exposition/text_parser.hpp>
#include <tacho/exposition/write_text.hpp>
#include <tacho/exposition.hpp>
#include <tacho/family.hpp>
#include <tacho/family_description.hpp>
#include <tacho/function_calls.hpp>
#include <tacho/fwd.hpp>
#include <tacho/gauge.hpp>
#include <tacho/histogram.hpp>
#include <tacho/histogram_value.hpp>
#include <tacho/hyperlight/guest_error.hpp>
#include <tacho/hyperlight/hyperlight.hpp>
#include <tacho/hyperlight/js.hpp>
#include <tacho/hyperlight/naming.hpp>
#include <tacho/hyperlight/registry.hpp>
#include <tacho/hyperlight/sandbox.hpp>
#include <tacho/hyperlight/wasm.hpp>
#include <tacho/hyperlight.hpp>
#include <tacho/hypertrace/prop.hpp>
#include <tacho/hypertrace/trace_counter.hpp>
#include <tacho/hypertrace/trace_function.hpp>
#include <tacho/hypertrace/tracer.hpp>
#include <tacho/hypertrace.hpp>
#include <tacho/instrument.hpp>
#include <tacho/labels.hpp>
#include <tacho/metric_type.hpp>
#include <tacho/monitor/cpu_time.hpp>
#include <tacho/monitor/error.hpp>
#include <tacho/monitor/execution_monitor.hpp>
#include <tacho/monitor/monitor_thread.hpp>
#include <tacho/monitor/monitored_call.hpp>
#include <tacho/monitor/wall_clock.hpp>
#include <tacho/monitor.hpp>
#include <tacho/name.hpp>
#include <tacho/options.hpp>
#include <tacho/process_metrics.hpp>
#include <tacho/registry.hpp>
#include <tacho/registry_choice.hpp>
#include <tacho/runtime_family.hpp>
#include <tacho/self_metrics.hpp>
#include <tacho/snapshot.hpp>
#include <tacho/tacho.hpp>
#include <tacho/thread.hpp>
#include <tacho/timer.hpp>
#include <tacho/up_down_counter.hpp>
#include <tacho/version.hpp>
