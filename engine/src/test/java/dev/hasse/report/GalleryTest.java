package dev.hasse.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class GalleryTest {
  private static final int WIDTH = 28;

  @Test
  void holdsThePixelsItself() throws Exception {
    byte[] grey = new byte[WIDTH * 14];
    new Random(11).nextBytes(grey);
    Picture picture = new Picture(WIDTH, grey, "input \"5\" <b>", List.of("a & b", "second"));
    StringWriter out = new StringWriter();
    HtmlReport.write(
        new Report(
            "r",
            SampleReport.provenance(),
            List.of(new Section("s", List.of(new Gallery("Two lines", List.of(picture)))))),
        out);
    Matcher image =
        Pattern.compile(
                "<img width=\"28\" height=\"14\" alt=\"input &quot;5&quot; &lt;b&gt;\""
                    + " src=\"data:image/png;base64,([A-Za-z0-9+/=]+)\">\n"
                    + "<span>a &amp; b</span>\n<span>second</span>")
            .matcher(out.toString());
    assertTrue(image.find());
    BufferedImage read =
        ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(image.group(1))));
    for (int i = 0; i < grey.length; i++) {
      assertEquals(
          grey[i] & 0xff, read.getRaster().getSample(i % WIDTH, i / WIDTH, 0), "pixel " + i);
    }
  }

  @Test
  void refusesRowsThatAreNotFull() {
    assertThrows(IllegalArgumentException.class, () -> new Picture(3, new byte[8], "", List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Picture(3, new byte[0], "", List.of()));
  }
}
