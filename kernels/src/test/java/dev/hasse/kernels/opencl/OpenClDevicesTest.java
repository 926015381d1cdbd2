package dev.hasse.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.aparapi.device.OpenCLDevice;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
