package dev.hasse.kernels.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.Test;

/** The emulated device is what the settings say, and fails when they say. */
@Emulated
class SettingsEmulatedTest {
  private static final String PTX = Ptx.kernel("k", "");

  @Test
  void thereIsTheDeviceThatIsDescribed() {
    try (Emulation described =
        Emulation.ofDevice("name=Small one;memory=4096;count=3;major=7;minor=5;driver=11080")) {
      assertEquals(0, JCudaDriver.cuInit(0));
      int[] value = new int[1];
      JCudaDriver.cuDeviceGetCount(value);
      assertEquals(3, value[0]);
      JCudaDriver.cuDriverGetVersion(value);
      assertEquals(11080, value[0]);
      CUdevice device = new CUdevice();
      assertEquals(0, JCudaDriver.cuDeviceGet(device, 2));
      byte[] name = new byte[64];
      JCudaDriver.cuDeviceGetName(name, name.length, device);
      assertTrue(new String(name, java.nio.charset.StandardCharsets.UTF_8).startsWith("Small one"));
      assertEquals(101, JCudaDriver.cuDeviceGet(device, 3));
      assertTrue(described.faults().isEmpty());
    }
  }

  @Test
  void memoryIsAsSmallAsDescribed() {
    try (Emulation described = Emulation.ofDevice("memory=4096");
        EmulatedDevice device = new EmulatedDevice(PTX)) {
      CUdeviceptr first = device.allocate(4000);
      EmulatedFault fault = assertThrows(EmulatedFault.class, () -> device.allocate(1));
      assertEquals(2, fault.code());
      device.free(first);
      device.free(device.allocate(4096));
      assertTrue(described.faults().isEmpty());
    }
  }

  @Test
  void theCallThatIsPlannedToFailFails() {
    try (Emulation described = Emulation.ofFailures("cuMemAlloc_v2:2=999,cuMemAlloc_v2:4=2");
        EmulatedDevice device = new EmulatedDevice(PTX)) {
      device.allocate(16);
      assertEquals(999, assertThrows(EmulatedFault.class, () -> device.allocate(16)).code());
      device.allocate(16);
      assertEquals(2, assertThrows(EmulatedFault.class, () -> device.allocate(16)).code());
      assertTrue(described.faults().isEmpty());
    }
  }

  @Test
  void callsAreCountedAnewForEverySetting() {
    for (int time = 0; time < 2; time++) {
      try (Emulation described = Emulation.ofFailures("cuMemAlloc_v2:1=2");
          EmulatedDevice device = new EmulatedDevice(PTX)) {
        assertEquals(2, assertThrows(EmulatedFault.class, () -> device.allocate(16)).code());
        assertTrue(described.faults().isEmpty());
      }
    }
  }

  @Test
  void oldDriversRefuseNewPtx() {
    try (Emulation described = Emulation.ofDevice("driver=12060")) {
      String text = PTX.replace(".version 6.3", ".version 9.0");
      assertEquals(222, assertThrows(EmulatedFault.class, () -> new EmulatedDevice(text)).code());
      assertTrue(described.faults().isEmpty());
    }
  }

  @Test
  void oldDevicesRefuseNewTargets() {
    try (Emulation described = Emulation.ofDevice("major=7;minor=0")) {
      assertEquals(209, assertThrows(EmulatedFault.class, () -> new EmulatedDevice(PTX)).code());
      assertTrue(described.faults().isEmpty());
    }
  }

  @Test
  void handlesThatAreNotThereAreRefused() {
    try (EmulatedDevice device = new EmulatedDevice(PTX)) {
      CUdeviceptr memory = device.allocate(16);
      CUstream stream = new CUstream();
      assertEquals(0, JCudaDriver.cuStreamCreate(stream, 0));
      assertEquals(0, JCudaDriver.cuStreamDestroy(stream));
      assertEquals(400, JCudaDriver.cuStreamSynchronize(stream));
      assertEquals(1, JCudaDriver.cuMemFree(memory.withByteOffset(4)));
      assertEquals(801, JCudaDriver.cuCtxCreate(new CUcontext(), 0, new CUdevice()));
    }
  }
}
