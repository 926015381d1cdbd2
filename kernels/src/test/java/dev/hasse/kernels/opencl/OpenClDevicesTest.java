package dev.hasse.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.aparapi.device.Device;
import com.aparapi.device.OpenCLDevice;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.ComputeBackend;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the provider says of the devices. */
final class OpenClDevicesTest {
  @Test
  void eachDeviceIsListedWithItsMemoryAndVersion() {
    OpenCLDevice first = AnyDevice.find();
    List<String> listed = new OpenClProvider().devices();
    assertEquals(OpenClDevices.all().size(), listed.size());
    assertTrue(listed.get(0).startsWith(first.getName().trim()), listed.toString());
    assertTrue(listed.get(0).contains(" GiB, OpenCL "), listed.toString());
  }

  @Test
  void takesAnAssignedDevice() throws Exception {
    OpenCLDevice one = named("one");
    OpenCLDevice two = named("two");
    List<OpenCLDevice> all = List.of(named("zero"), one, two);
    assertSame(one, OpenClDevices.choose(OpenClDevices.numbered(all, List.of(1)), null));
    assertSame(two, OpenClDevices.choose(OpenClDevices.numbered(all, List.of(2, 1)), null));
    assertSame(one, OpenClDevices.choose(OpenClDevices.numbered(all, List.of(2, 1)), "One"));
    requireSentence(
        "HASSE_OPENCL_DEVICE asks for an OpenCL device 'zero'; there are [two]",
        () -> OpenClDevices.choose(OpenClDevices.numbered(all, List.of(2)), "zero"));
    requireSentence(
        "there is no OpenCL device number 3; there are [zero, one, two]",
        () -> OpenClDevices.numbered(all, List.of(3)));
  }

  @Test
  void opensAnAssignedDeviceOrSaysThatThereIsNone() throws Exception {
    String first = AnyDevice.find().getName().trim();
    int place = OpenClDevices.all().stream().map(d -> d.getName().trim()).toList().indexOf(first);
    OpenClProvider provider = new OpenClProvider();
    try (ComputeBackend backend = provider.open(List.of(place))) {
      assertTrue(backend.device().startsWith(first), backend.device());
    }
    assertThrows(BackendUnavailableException.class, () -> provider.open(List.of(99)));
  }

  private static OpenCLDevice named(String name) {
    OpenCLDevice device = new OpenCLDevice(null, 0, Device.TYPE.GPU);
    device.setName(name);
    return device;
  }

  private static void requireSentence(String sentence, Executable refused) {
    assertEquals(sentence, assertThrows(BackendUnavailableException.class, refused).getMessage());
  }
}
