// Initialisation, devices, contexts, errors.
#include <cstring>

#include "api.h"
#include "report.h"

namespace emulator {
namespace {

struct Explanation {
  std::mutex guard;
  std::map<int, std::string> last;
  std::set<std::string> kept;  // texts that were handed out stay valid
};

Explanation& explanation() {
  static Explanation* result = new Explanation();
  return *result;
}

struct CodeText {
  int code;
  const char* name;
  const char* text;
};

constexpr CodeText kCodes[] = {
    {kSuccess, "CUDA_SUCCESS", "no error"},
    {kInvalidValue, "CUDA_ERROR_INVALID_VALUE", "invalid argument"},
    {kOutOfMemory, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
    {kNotInitialized, "CUDA_ERROR_NOT_INITIALIZED", "initialization error"},
    {4, "CUDA_ERROR_DEINITIALIZED", "driver shutting down"},
    {100, "CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"},
    {kInvalidDevice, "CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"},
    {kInvalidImage, "CUDA_ERROR_INVALID_IMAGE", "device kernel image is invalid"},
    {kInvalidContext, "CUDA_ERROR_INVALID_CONTEXT", "invalid device context"},
    {kNoBinary, "CUDA_ERROR_NO_BINARY_FOR_GPU", "no kernel image is available for the device"},
    {214, "CUDA_ERROR_ECC_UNCORRECTABLE", "uncorrectable ECC error encountered"},
    {kInvalidPtx, "CUDA_ERROR_INVALID_PTX", "a PTX JIT compilation failed"},
    {kUnsupportedPtx, "CUDA_ERROR_UNSUPPORTED_PTX_VERSION", "the PTX is too new for the driver"},
    {kInvalidHandle, "CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"},
    {kNotFound, "CUDA_ERROR_NOT_FOUND", "named symbol not found"},
    {600, "CUDA_ERROR_NOT_READY", "device not ready"},
    {700, "CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"},
    {kOutOfResources, "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES", "too many resources requested"},
    {702, "CUDA_ERROR_LAUNCH_TIMEOUT", "the launch timed out and was terminated"},
    {716, "CUDA_ERROR_MISALIGNED_ADDRESS", "misaligned address"},
    {719, "CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"},
    {kNotSupported, "CUDA_ERROR_NOT_SUPPORTED", "operation not supported"},
    {999, "CUDA_ERROR_UNKNOWN", "unknown error"}};

const CodeText* codeText(int code) {
  for (const CodeText& each : kCodes) {
    if (each.code == code) return &each;
  }
  return nullptr;
}

struct AtExit {
  ~AtExit() { writeReport(); }
};
const AtExit atExit;

}  // namespace

int explained(int code, const std::string& text) {
  const std::lock_guard<std::mutex> lock(explanation().guard);
  explanation().last[code] = text;
  return code;
}

HASSE_API cuInit(unsigned flags) {
  Lock lock(Driver::instance().guard);
  Settings::instance().refresh();
  if (const int code = enter(__func__, false); code != kSuccess) return code;
  if (flags != 0) return kInvalidValue;
  if (Settings::instance().device().count == 0) return 100;
  Driver::instance().initialized = true;
  return kSuccess;
}

HASSE_API cuDriverGetVersion(int* version) {
  Lock lock(Driver::instance().guard);
  if (const int code = enter(__func__, false); code != kSuccess) return code;
  *version = Settings::instance().device().driver;
  return kSuccess;
}

HASSE_API cuGetErrorName(int code, const char** name) {
  const CodeText* text = codeText(code);
  *name = text == nullptr ? nullptr : text->name;
  return text == nullptr ? kInvalidValue : kSuccess;
}

HASSE_API cuGetErrorString(int code, const char** result) {
  const CodeText* text = codeText(code);
  const std::lock_guard<std::mutex> lock(explanation().guard);
  const auto last = explanation().last.find(code);
  if (last != explanation().last.end()) {
    const std::string whole =
        (text == nullptr ? "" : std::string(text->text) + ": ") + last->second + " (emulated)";
    *result = explanation().kept.insert(whole).first->c_str();
    return kSuccess;
  }
  *result = text == nullptr ? nullptr : text->text;
  return text == nullptr ? kInvalidValue : kSuccess;
}

HASSE_API cuDeviceGetCount(int* count) {
  HASSE_ENTER();
  *count = Settings::instance().device().count;
  return kSuccess;
}

namespace {
bool isDevice(int device) { return device >= 0 && device < Settings::instance().device().count; }
}  // namespace

HASSE_API cuDeviceGet(int* device, int ordinal) {
  HASSE_ENTER();
  if (!isDevice(ordinal)) return kInvalidDevice;
  *device = ordinal;
  return kSuccess;
}

HASSE_API cuDeviceGetName(char* name, int length, int device) {
  HASSE_ENTER();
  if (!isDevice(device)) return kInvalidDevice;
  if (length <= 0) return kInvalidValue;
  std::strncpy(name, Settings::instance().device().name.c_str(), size_t(length));
  name[length - 1] = 0;
  return kSuccess;
}

HASSE_API cuDeviceTotalMem_v2(size_t* bytes, int device) {
  HASSE_ENTER();
  if (!isDevice(device)) return kInvalidDevice;
  *bytes = Settings::instance().device().memory;
  return kSuccess;
}

HASSE_API cuDeviceGetAttribute(int* value, int attribute, int device) {
  HASSE_ENTER();
  if (!isDevice(device)) return kInvalidDevice;
  const DeviceDescription description = Settings::instance().device();
  const std::map<int, int> values = {
      {1, 1024},    {2, 1024},   {3, 1024},  {4, 64},     {5, 2147483647}, {6, 65535},
      {7, 65535},   {8, 49152},  {9, 65536}, {10, 32},    {12, 65536},     {15, 1},
      {16, description.multiprocessors},     {18, 0},     {31, 1},         {32, 0},
      {39, 2048},   {40, 1},     {41, 1},    {75, description.major},
      {76, description.minor},   {81, 233472}, {82, 65536}, {97, 232448}, {106, 32}};
  const auto found = values.find(attribute);
  if (found == values.end()) {
    return explained(kNotSupported, "device attribute " + std::to_string(attribute));
  }
  *value = found->second;
  return kSuccess;
}

HASSE_API cuDevicePrimaryCtxRetain(void** result, int device) {
  Lock lock(Driver::instance().guard);
  auto& contexts = Driver::instance().contexts;
  if (contexts.empty()) Settings::instance().refresh();
  if (const int code = enter(__func__); code != kSuccess) return code;
  if (!isDevice(device)) return kInvalidDevice;
  auto& context = contexts[device];
  if (context == nullptr) {
    context = std::make_unique<Context>(device, Settings::instance().device().memory);
  } else {
    ++context->retained;
  }
  *result = context.get();
  return kSuccess;
}

HASSE_API cuDevicePrimaryCtxRelease_v2(int device) {
  HASSE_ENTER();
  auto& contexts = Driver::instance().contexts;
  const auto found = contexts.find(device);
  if (found == contexts.end()) return isDevice(device) ? kInvalidContext : kInvalidDevice;
  if (--found->second->retained > 0) return kSuccess;
  found->second->memory->waitForKernels();
  found->second->reportLeaks();
  for (const auto& host : found->second->hostMemory) std::free(host.first);
  contexts.erase(found);
  writeReport();
  return kSuccess;
}

HASSE_API cuDevicePrimaryCtxRelease(int device) { return cuDevicePrimaryCtxRelease_v2(device); }

HASSE_API cuCtxSetCurrent(void* context) {
  HASSE_ENTER();
  Context* given = static_cast<Context*>(context);
  if (given != nullptr && !Driver::instance().isLive(given)) return kInvalidContext;
  Driver::instance().makeCurrent(given);
  return kSuccess;
}

HASSE_API cuCtxGetCurrent(void** context) {
  HASSE_ENTER();
  *context = Driver::instance().current();
  return kSuccess;
}

HASSE_API cuCtxGetDevice(int* device) {
  HASSE_ENTER_CONTEXT();
  *device = context->device;
  return kSuccess;
}

HASSE_API cuCtxSynchronize() {
  HASSE_ENTER_CONTEXT();
  return kSuccess;
}

}  // namespace emulator
