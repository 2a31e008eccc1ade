// SPDX-License-Identifier: BSL-1.0

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <utility>
#include <wabt/binary-reader.h>
#include <wabt/error-formatter.h>
#include <wabt/interp/binary-reader-interp.h>
#include <wabt/interp/interp.h>

#include "engine.hpp"
#include "stepwise_call.hpp"

namespace wasm_sandbox {

namespace {

namespace interp = wabt::interp;

constexpr std::string_view stack_overflow = "call stack exhausted"; // libwabt's message

/// The maximum number of instructions before a cancelled guest stops; they take about 100 µs.
constexpr int instructions_at_a_time = 10'000;

interp::Value to_value(interp::ValueType type, std::int64_t value) {
    return type == interp::ValueType::I32 ? interp::Value::Make(static_cast<std::int32_t>(value))
                                          : interp::Value::Make(value);
}

std::int64_t from_value(interp::ValueType type, interp::Value const& value) {
    return type == interp::ValueType::I32 ? value.Get<std::int32_t>() : value.Get<std::int64_t>();
}

interp::Values to_values(interp::ValueTypes const& types, values const& given) {
    interp::Values result;
    for (std::size_t i = 0; i < types.size(); ++i)
        result.push_back(to_value(types[i], given[i]));
    return result;
}

values from_values(interp::ValueTypes const& types, interp::Values const& given) {
    values result;
    for (std::size_t i = 0; i < types.size(); ++i)
        result.push_back(from_value(types[i], given[i]));
    return result;
}

bool takes_integers(interp::FuncType const& type) {
    auto const integer = [](interp::ValueType each) {
        return each == interp::ValueType::I32 || each == interp::ValueType::I64;
    };
    return std::all_of(type.params.begin(), type.params.end(), integer) &&
           std::all_of(type.results.begin(), type.results.end(), integer);
}

interp::ModuleDesc parse(std::string const& module) {
    interp::ModuleDesc desc;
    wabt::Errors errors;
    wabt::ReadBinaryOptions const options;
    if (wabt::Failed(interp::ReadBinaryInterp(
            "module", module.data(), module.size(), options, &errors, &desc
        )))
        throw module_error{
            "not a module: " + FormatErrorsToString(errors, wabt::Location::Type::Binary)
        };
    return desc;
}

} // namespace

struct instance::state final : guest_memory {
    state(std::string const& module, std::vector<host_function> const& imports) {
        interp::Module::Ptr const parsed = interp::Module::New(store, parse(module));
        interp::RefVec found;
        for (auto const& import : parsed->import_types())
            found.push_back(host_function_for(import, imports));
        interp::Trap::Ptr why;
        module_instance = interp::Instance::Instantiate(store, parsed.ref(), found, &why);
        if (!module_instance)
            throw module_error{"cannot be instantiated: " + why->message()};
        auto const& exports = parsed->export_types();
        for (std::size_t i = 0; i < exports.size(); ++i) {
            auto const exported = module_instance->exports()[i];
            if (exports[i].type->kind == wabt::ExternalKind::Memory)
                memory = store.UnsafeGet<interp::Memory>(exported);
            else if (store.Is<interp::DefinedFunc>(exported)) // not an imported function
                functions.emplace_back(
                    exports[i].name, store.UnsafeGet<interp::DefinedFunc>(exported)
                );
        }
    }

    interp::Ref
    host_function_for(interp::ImportType const& wanted, std::vector<host_function> const& offered) {
        auto const same = [&](auto const& each) { return each.name == wanted.name; };
        auto const found = std::find_if(offered.begin(), offered.end(), same);
        if (wanted.module != "env" || wanted.type->kind != wabt::ExternalKind::Func ||
            found == offered.end())
            throw module_error{"the host has no " + wanted.module + "." + wanted.name};
        auto const& type = *wabt::cast<interp::FuncType>(wanted.type.get());
        if (!takes_integers(type))
            throw module_error{"only integers are supported, in " + wanted.name};
        return interp::HostFunc::New(
                   store,
                   type,
                   [this, type, call = found->call](
                       interp::Thread&,
                       interp::Values const& arguments,
                       interp::Values& results,
                       interp::Trap::Ptr* why
                   ) {
                       try {
                           auto const given = call(*this, from_values(type.params, arguments));
                           if (given.size() != type.results.size())
                               throw std::logic_error{
                                   "a host function returned a wrong number of values"
                               };
                           results = to_values(type.results, given);
                           if (!is_cancelled.load(std::memory_order_relaxed))
                               return wabt::Result::Ok;
                           throw cancelled{}; // the host function may have taken long
                       } catch (...) {
                           host_failure = std::current_exception();
                           *why = interp::Trap::New(store, "a host function failed");
                           return wabt::Result::Error;
                       }
                   }
        ).ref();
    }

    std::string read(std::int64_t at, std::int64_t size) const override {
        auto const* const begin = at_(at, size);
        return {begin, begin + size};
    }
    void write(std::int64_t at, std::string_view text) override {
        std::copy(text.begin(), text.end(), at_(at, static_cast<std::int64_t>(text.size())));
    }
    wabt::interp::u8* at_(std::int64_t at, std::int64_t size) const {
        auto const all = memory ? static_cast<std::int64_t>(memory->ByteSize()) : 0;
        if (at < 0 || size < 0 || at > all || size > all - at)
            throw std::out_of_range{"a host function got an address outside the guest's memory"};
        return memory->UnsafeData() + at;
    }

    interp::Store store;
    interp::Instance::Ptr module_instance;
    interp::Memory::Ptr memory;
    std::vector<std::pair<std::string, interp::DefinedFunc::Ptr>> functions;
    std::exception_ptr host_failure;       // kept until the guest's call has ended
    std::atomic<bool> is_cancelled{false}; // relaxed: it publishes no other data
};

instance::instance(std::string const& module, std::vector<host_function> const& imports)
    : state_{std::make_unique<state>(module, imports)} {}
instance::instance(instance&&) noexcept = default;
instance& instance::operator=(instance&&) noexcept = default;
instance::~instance() = default;

std::vector<std::string> instance::functions() const {
    std::vector<std::string> names;
    for (auto const& [name, function] : state_->functions)
        names.push_back(name);
    return names;
}

values instance::call(std::string const& function, values const& arguments) {
    auto const same = [&](auto const& each) { return each.first == function; };
    auto const found = std::find_if(state_->functions.begin(), state_->functions.end(), same);
    if (found == state_->functions.end())
        throw std::invalid_argument{"the guest has no " + function};
    auto const& type = found->second->type();
    if (!takes_integers(type) || arguments.size() != type.params.size())
        throw std::invalid_argument{"wrong arguments for " + function};

    stepwise_call call{state_->store, *found->second, to_values(type.params, arguments)};
    while (!call.step(instructions_at_a_time))
        if (state_->is_cancelled.load(std::memory_order_relaxed))
            throw cancelled{};
    if (auto failure = std::exchange(state_->host_failure, nullptr))
        std::rethrow_exception(std::move(failure));
    if (auto const message = call.trap())
        throw trap{*message, *message == stack_overflow};
    return from_values(type.results, call.results());
}

void instance::cancel() noexcept {
    state_->is_cancelled.store(true, std::memory_order_relaxed);
}

guest_memory& instance::memory() {
    return *state_;
}

} // namespace wasm_sandbox
