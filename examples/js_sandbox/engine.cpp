// SPDX-License-Identifier: BSL-1.0

#include <deque>
#include <exception>
#include <js/CompilationAndEvaluation.h>
#include <js/ErrorReport.h>
#include <js/Exception.h>
#include <js/GCAPI.h>
#include <js/GlobalObject.h>
#include <js/Initialization.h>
#include <js/Interrupt.h>
#include <js/JSON.h>
#include <js/Object.h>
#include <js/SourceText.h>
#include <js/Stack.h>
#include <jsapi.h>
#include <jsfriendapi.h>
#include <map>
#include <string_view>
#include <utility>

#include "engine.hpp"

namespace js_sandbox {

namespace {

constexpr std::uint32_t heap_bytes = 64 << 20;
constexpr std::size_t stack_bytes = 512 << 10;

void must(bool done) {
    if (!done)
        throw std::runtime_error{"SpiderMonkey has no memory left"};
}

/// The library's state: one for the process, from before the first engine until after the last.
struct library {
    library() { must(JS_Init()); }
    ~library() { JS_ShutDown(); }
};

JSString* to_script(JSContext* context, std::string_view text) {
    return JS_NewStringCopyUTF8N(context, JS::UTF8Chars{text.data(), text.size()});
}

std::string from_script(JSContext* context, JS::HandleString text) {
    auto const bytes = JS_EncodeStringToUTF8(context, text);
    return bytes ? bytes.get() : "";
}

/// Writes a value as JSON; `json` is empty if the value has no JSON form, as functions have none,
/// or if the text cannot be made.
bool to_json(JSContext* context, JS::MutableHandleValue value, std::string& json) {
    std::u16string written;
    auto const write = [](char16_t const* text, std::uint32_t size, void* to) {
        static_cast<std::u16string*>(to)->append(text, size);
        return true;
    };
    if (!JS_Stringify(context, value, nullptr, JS::UndefinedHandleValue, write, &written))
        return false;
    JS::RootedString const text{
        context, JS_NewUCStringCopyN(context, written.data(), written.size())
    };
    json = text ? from_script(context, text) : "";
    return true;
}

bool from_json(JSContext* context, std::string_view json, JS::MutableHandleValue value) {
    JS::RootedString const text{context, to_script(context, json)};
    return text && JS_ParseJSON(context, text, value);
}

/// The native function that scripts call for every host function; it finds the host function and
/// calls it.
bool call_host(JSContext* context, unsigned count, JS::Value* values) {
    auto const arguments = JS::CallArgsFromVp(count, values);
    auto const& function = *static_cast<host_function const*>(
        js::GetFunctionNativeReserved(&arguments.callee(), 0).toPrivate()
    );
    JS::RootedValue argument{context, arguments.get(0)};
    std::string json;
    if (!to_json(context, &argument, json))
        return false;
    try {
        JS::RootedValue result{context};
        if (!from_json(context, function.call(json), &result))
            return false;
        arguments.rval().set(result);
        return true;
    } catch (std::exception const& failure) {
        JS_ReportErrorUTF8(context, "%s", failure.what());
        return false;
    }
}

} // namespace

struct script_engine::state {
    state() {
        static library const the_library;
        context = JS_NewContext(heap_bytes);
        must(context != nullptr);
        JS_SetNativeStackQuota(context, stack_bytes);
        JS_SetContextPrivate(context, this);
        must(JS_AddInterruptCallback(context, on_interrupt) && JS::InitSelfHostedCode(context));
    }
    state(state const&) = delete;
    state& operator=(state const&) = delete;
    ~state() { JS_DestroyContext(context); }

    /// SpiderMonkey calls this for `interrupt` only. A script cannot catch the interrupt.
    static bool on_interrupt(JSContext* in) {
        static_cast<state*>(JS_GetContextPrivate(in))->interrupted = true;
        return false;
    }

    /// Called after a failure: takes the script's exception, if it threw one, and throws its text;
    /// throws `cancelled` after an interrupt.
    [[noreturn]] void fail() {
        if (std::exchange(interrupted, false))
            throw cancelled{};
        JS::ExceptionStack thrown{context};
        JS::ErrorReportBuilder report{context};
        if (!JS::StealPendingExceptionStack(context, &thrown) ||
            !report.init(context, thrown, JS::ErrorReportBuilder::WithSideEffects)) {
            JS_ClearPendingException(context);
            throw script_error{"a script failed without an exception", false};
        }
        std::string const message{report.toStringResult().c_str()};
        throw script_error{message, message == "InternalError: too much recursion"};
    }

    JSContext* context;
    bool interrupted{false}; // used by the engine's thread only
};

script_engine::script_engine()
    : state_{std::make_unique<state>()} {}
script_engine::~script_engine() = default;

void script_engine::collect_garbage() {
    JS_GC(state_->context);
}
void script_engine::interrupt() noexcept {
    JS_RequestInterruptCallback(state_->context);
}
void script_engine::forget_interrupt() noexcept {
    JS_CheckForInterrupt(state_->context);
    state_->interrupted = false;
}

struct realm::state {
    state(script_engine::state& in, std::vector<host_function> const& offered)
        : engine{in}
        , functions{offered.begin(), offered.end()}
        , global{engine.context, make_global(engine.context)} {
        JSAutoRealm const inside{engine.context, global};
        for (auto const& each : functions) {
            auto* const function = js::DefineFunctionWithReserved(
                engine.context, global, each.name.c_str(), call_host, 1, JSPROP_ENUMERATE
            );
            must(function != nullptr);
            js::SetFunctionNativeReserved(
                JS_GetFunctionObject(function),
                0,
                JS::PrivateValue(const_cast<host_function*>(&each))
            );
        }
    }

    static JSObject* make_global(JSContext* context) {
        static constexpr JSClass global_class{
            "sandbox", JSCLASS_GLOBAL_FLAGS, &JS::DefaultGlobalClassOps, nullptr, nullptr, nullptr
        };
        auto* const made = JS_NewGlobalObject(
            context, &global_class, nullptr, JS::FireOnNewGlobalHook, JS::RealmOptions{}
        );
        must(made != nullptr);
        return made;
    }

    script_engine::state& engine;
    std::deque<host_function> functions; // scripts hold pointers to these
    JS::PersistentRootedObject global;
    std::map<std::string, JS::PersistentRootedValue> handlers;
};

realm::realm(script_engine& in, std::vector<host_function> const& offered)
    : state_{std::make_unique<state>(*in.state_, offered)} {}
realm::realm(realm&&) noexcept = default;
realm& realm::operator=(realm&&) noexcept = default;
realm::~realm() = default;

void realm::add_handler(std::string const& name, std::string const& script) {
    auto& engine = state_->engine;
    JSAutoRealm const inside{engine.context, state_->global};
    auto const scoped = "(function () {" + script + "\nreturn handler; })()";
    JS::CompileOptions options{engine.context};
    options.setFileAndLine(name.c_str(), 1);
    JS::SourceText<mozilla::Utf8Unit> source;
    JS::RootedValue handler{engine.context};
    if (!source.init(engine.context, scoped.data(), scoped.size(), JS::SourceOwnership::Borrowed) ||
        !JS::Evaluate(engine.context, options, source, &handler))
        engine.fail();
    state_->handlers.insert_or_assign(name, JS::PersistentRootedValue{engine.context, handler});
}

bool realm::is_json(std::string const& text) {
    auto* const context = state_->engine.context;
    JSAutoRealm const inside{context, state_->global};
    JS::RootedValue value{context};
    if (from_json(context, text, &value))
        return true;
    JS_ClearPendingException(context);
    return false;
}

std::string realm::call(std::string const& handler, std::string const& event) {
    auto& engine = state_->engine;
    JSAutoRealm const inside{engine.context, state_->global};
    JS::RootedValue argument{engine.context};
    JS::RootedValue result{engine.context};
    std::string json;
    if (!from_json(engine.context, event, &argument) ||
        !JS_CallFunctionValue(
            engine.context,
            state_->global,
            state_->handlers.at(handler),
            JS::HandleValueArray{argument},
            &result
        ) ||
        !to_json(engine.context, &result, json))
        engine.fail();
    return json;
}

} // namespace js_sandbox
