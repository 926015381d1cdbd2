// Device and host memory, copies, streams and events.
#include <cstring>
#include <shared_mutex>

#include "api.h"
#include "fault.h"

namespace emulator {
namespace {

/** Bytes of device memory, or null with an explanation if they are not in one live allocation. */
const Allocation* located(const Context& context, uint64_t address, size_t bytes,
                          const char* function) {
  const Allocation* found = context.memory->find(address);
  if (found != nullptr && found->contains(address, bytes)) return found;
  explained(kInvalidValue, std::string(function) + ": " + std::to_string(bytes) + " bytes at " +
                               hexadecimal(address) + ": " +
                               (found == nullptr ? context.memory->describe(address)
                                                 : "beyond the end of the " +
                                                       std::to_string(found->size) + " bytes at " +
                                                       hexadecimal(found->base)));
  return nullptr;
}

/** The copies and sets run at once; kernels of other threads may run meanwhile. */
struct Transfer {
  Transfer(Lock& lock, Context& context) : memory(context.memory), reading(memory->guard) {
    lock.unlock();
  }
  const std::shared_ptr<DeviceMemory> memory;
  const std::shared_lock<std::shared_mutex> reading;
};

int toDevice(Lock& lock, Context& context, uint64_t to, const void* from, size_t bytes,
             const char* function) {
  if (bytes == 0) return kSuccess;
  if (from == nullptr) return kInvalidValue;
  const Transfer transfer(lock, context);
  const Allocation* place = located(context, to, bytes, function);
  if (place == nullptr) return kInvalidValue;
  std::memcpy(place->data.get() + (to - place->base), from, bytes);
  std::memset(place->written.get() + (to - place->base), 1, bytes);
  return kSuccess;
}

int toHost(Lock& lock, Context& context, void* to, uint64_t from, size_t bytes,
           const char* function) {
  if (bytes == 0) return kSuccess;
  if (to == nullptr) return kInvalidValue;
  const Transfer transfer(lock, context);
  const Allocation* place = located(context, from, bytes, function);
  if (place == nullptr) return kInvalidValue;
  std::memcpy(to, place->data.get() + (from - place->base), bytes);
  return kSuccess;
}

int onDevice(Lock& lock, Context& context, uint64_t to, uint64_t from, size_t bytes,
             const char* function) {
  if (bytes == 0) return kSuccess;
  const Transfer transfer(lock, context);
  const Allocation* target = located(context, to, bytes, function);
  const Allocation* source = located(context, from, bytes, function);
  if (target == nullptr || source == nullptr) return kInvalidValue;
  std::memmove(target->data.get() + (to - target->base), source->data.get() + (from - source->base),
               bytes);
  std::memmove(target->written.get() + (to - target->base),
               source->written.get() + (from - source->base), bytes);
  return kSuccess;
}

template <class T>
int setAll(Lock& lock, Context& context, uint64_t to, T value, size_t count, const char* function) {
  if (count == 0) return kSuccess;
  if (to % sizeof(T) != 0) return kInvalidValue;
  const Transfer transfer(lock, context);
  const size_t bytes = count * sizeof(T);
  const Allocation* place = located(context, to, bytes, function);
  if (place == nullptr) return kInvalidValue;
  T* data = reinterpret_cast<T*>(place->data.get() + (to - place->base));
  for (size_t i = 0; i < count; ++i) data[i] = value;
  std::memset(place->written.get() + (to - place->base), 1, bytes);
  return kSuccess;
}

int allocateHost(Context& context, void** result, size_t bytes) {
  if (bytes == 0) return kInvalidValue;
  void* memory = std::aligned_alloc(4096, (bytes + 4095) / 4096 * 4096);
  if (memory == nullptr) return kOutOfMemory;
  context.hostMemory[memory] = bytes;
  *result = memory;
  return kSuccess;
}

}  // namespace

HASSE_API cuMemAlloc_v2(uint64_t* address, size_t bytes) {
  HASSE_ENTER_CONTEXT();
  if (bytes == 0) return kInvalidValue;
  const std::shared_ptr<DeviceMemory> memory = context->memory;
  lock.unlock();
  try {
    *address = memory->allocate(bytes);
  } catch (const std::bad_alloc&) {
    return explained(kOutOfMemory, "the host has no memory for the emulated device");
  }
  if (*address != 0) return kSuccess;
  return explained(kOutOfMemory, std::to_string(bytes) + " bytes, of " +
                                     std::to_string(memory->capacity()) + " are used " +
                                     std::to_string(memory->used()));
}

HASSE_API cuMemFree_v2(uint64_t address) {
  HASSE_ENTER_CONTEXT();
  if (address == 0) return kSuccess;
  const std::shared_ptr<DeviceMemory> memory = context->memory;
  lock.unlock();
  if (memory->release(address)) return kSuccess;
  const std::shared_lock<std::shared_mutex> reading(memory->guard);
  return explained(kInvalidValue, "cuMemFree of " + hexadecimal(address) +
                                      ", where no allocation begins: " + memory->describe(address));
}

HASSE_API cuMemGetInfo_v2(size_t* free, size_t* total) {
  HASSE_ENTER_CONTEXT();
  *total = context->memory->capacity();
  *free = *total - context->memory->used();
  return kSuccess;
}

HASSE_API cuMemHostAlloc(void** result, size_t bytes, unsigned) {
  HASSE_ENTER_CONTEXT();
  return allocateHost(*context, result, bytes);
}

HASSE_API cuMemAllocHost_v2(void** result, size_t bytes) {
  HASSE_ENTER_CONTEXT();
  return allocateHost(*context, result, bytes);
}

HASSE_API cuMemFreeHost(void* memory) {
  HASSE_ENTER_CONTEXT();
  if (context->hostMemory.erase(memory) == 0) return kInvalidValue;
  std::free(memory);
  return kSuccess;
}

HASSE_API cuMemcpyHtoD_v2(uint64_t to, const void* from, size_t bytes) {
  HASSE_ENTER_CONTEXT();
  return toDevice(lock, *context, to, from, bytes, __func__);
}

HASSE_API cuMemcpyDtoH_v2(void* to, uint64_t from, size_t bytes) {
  HASSE_ENTER_CONTEXT();
  return toHost(lock, *context, to, from, bytes, __func__);
}

HASSE_API cuMemcpyDtoD_v2(uint64_t to, uint64_t from, size_t bytes) {
  HASSE_ENTER_CONTEXT();
  return onDevice(lock, *context, to, from, bytes, __func__);
}

#define HASSE_CHECK_STREAM() \
  if (!isStream(*context, stream)) return kInvalidHandle

HASSE_API cuMemcpyHtoDAsync_v2(uint64_t to, const void* from, size_t bytes, void* stream) {
  HASSE_ENTER_CONTEXT();
  HASSE_CHECK_STREAM();
  return toDevice(lock, *context, to, from, bytes, __func__);
}

HASSE_API cuMemcpyDtoHAsync_v2(void* to, uint64_t from, size_t bytes, void* stream) {
  HASSE_ENTER_CONTEXT();
  HASSE_CHECK_STREAM();
  return toHost(lock, *context, to, from, bytes, __func__);
}

HASSE_API cuMemcpyDtoDAsync_v2(uint64_t to, uint64_t from, size_t bytes, void* stream) {
  HASSE_ENTER_CONTEXT();
  HASSE_CHECK_STREAM();
  return onDevice(lock, *context, to, from, bytes, __func__);
}

HASSE_API cuMemsetD8_v2(uint64_t to, unsigned char value, size_t count) {
  HASSE_ENTER_CONTEXT();
  return setAll<uint8_t>(lock, *context, to, value, count, __func__);
}

HASSE_API cuMemsetD32_v2(uint64_t to, unsigned value, size_t count) {
  HASSE_ENTER_CONTEXT();
  return setAll<uint32_t>(lock, *context, to, value, count, __func__);
}

HASSE_API cuMemsetD8Async(uint64_t to, unsigned char value, size_t count, void* stream) {
  HASSE_ENTER_CONTEXT();
  HASSE_CHECK_STREAM();
  return setAll<uint8_t>(lock, *context, to, value, count, __func__);
}

HASSE_API cuMemsetD32Async(uint64_t to, unsigned value, size_t count, void* stream) {
  HASSE_ENTER_CONTEXT();
  HASSE_CHECK_STREAM();
  return setAll<uint32_t>(lock, *context, to, value, count, __func__);
}

namespace {
int create(std::set<void*>& handles, void** result) {
  *result = std::malloc(16);  // an address that nothing else has
  handles.insert(*result);
  return kSuccess;
}
int destroy(std::set<void*>& handles, void* handle) {
  if (handles.erase(handle) == 0) return kInvalidHandle;
  std::free(handle);
  return kSuccess;
}
}  // namespace

HASSE_API cuStreamCreate(void** stream, unsigned) {
  HASSE_ENTER_CONTEXT();
  return create(context->streams, stream);
}

HASSE_API cuStreamDestroy_v2(void* stream) {
  HASSE_ENTER_CONTEXT();
  return destroy(context->streams, stream);
}

HASSE_API cuStreamSynchronize(void* stream) {
  HASSE_ENTER_CONTEXT();
  HASSE_CHECK_STREAM();
  return kSuccess;
}

HASSE_API cuStreamQuery(void* stream) {
  HASSE_ENTER_CONTEXT();
  HASSE_CHECK_STREAM();
  return kSuccess;
}

HASSE_API cuStreamWaitEvent(void* stream, void* event, unsigned) {
  HASSE_ENTER_CONTEXT();
  HASSE_CHECK_STREAM();
  return context->events.count(event) == 0 ? kInvalidHandle : kSuccess;
}

HASSE_API cuEventCreate(void** event, unsigned) {
  HASSE_ENTER_CONTEXT();
  return create(context->events, event);
}

HASSE_API cuEventDestroy_v2(void* event) {
  HASSE_ENTER_CONTEXT();
  return destroy(context->events, event);
}

HASSE_API cuEventRecord(void* event, void* stream) {
  HASSE_ENTER_CONTEXT();
  HASSE_CHECK_STREAM();
  return context->events.count(event) == 0 ? kInvalidHandle : kSuccess;
}

HASSE_API cuEventQuery(void* event) {
  HASSE_ENTER_CONTEXT();
  return context->events.count(event) == 0 ? kInvalidHandle : kSuccess;
}

HASSE_API cuEventSynchronize(void* event) {
  HASSE_ENTER_CONTEXT();
  return context->events.count(event) == 0 ? kInvalidHandle : kSuccess;
}

HASSE_API cuEventElapsedTime(float* milliseconds, void* start, void* end) {
  HASSE_ENTER_CONTEXT();
  if (context->events.count(start) == 0 || context->events.count(end) == 0) return kInvalidHandle;
  *milliseconds = 0;
  return kSuccess;
}

}  // namespace emulator
