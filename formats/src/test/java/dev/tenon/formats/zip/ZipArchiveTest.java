package dev.tenon.formats.zip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ZipArchiveTest {
  private static byte[] zip(boolean stored, String... namesAndTexts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        byte[] text = namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8);
        java.util.zip.ZipEntry entry = new java.util.zip.ZipEntry(namesAndTexts[i]);
        if (stored) {
          CRC32 crc = new CRC32();
          crc.update(text);
          entry.setMethod(java.util.zip.ZipEntry.STORED);
          entry.setSize(text.length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(text);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static ZipArchive open(byte[] bytes) {
    return ZipArchive.open(Source.of("m.keras", bytes));
  }

  private static String text(@Nullable ByteBuffer bytes) {
    return bytes == null ? "missing" : StandardCharsets.UTF_8.decode(bytes).toString();
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int find(byte[] bytes, int signature) {
    ByteBuffer buffer = little(bytes);
    for (int i = 0; i + 4 <= bytes.length; i++) {
      if (buffer.getInt(i) == signature) {
        return i;
      }
    }
    throw new AssertionError("no such record");
  }

  @Test
  void storedAndDeflatedEntriesAreRead() throws IOException {
    for (boolean stored : new boolean[] {true, false}) {
      ZipArchive archive = open(zip(stored, "config.json", "{}", "assets/ü.txt", "x".repeat(9999)));
      assertThat(archive.names()).containsExactly("config.json", "assets/ü.txt");
      assertThat(text(archive.entry("config.json"))).isEqualTo("{}");
      assertThat(text(archive.entry("assets/ü.txt"))).isEqualTo("x".repeat(9999));
      assertThat(archive.entry("no")).isNull();
      assertThat(archive.has("config.json")).isTrue();
      Source source = archive.entrySource("config.json");
      assertThat(source).isNotNull();
      if (source != null) {
        assertThat(source.name()).isEqualTo("m.keras!config.json");
      }
    }
  }

  @Test
  void namesThatPointOutOfTheArchiveAreRefused() throws IOException {
    for (String name : new String[] {"../x", "a/../../x", "/etc/passwd", "a\\..\\x"}) {
      assertThatThrownBy(() -> open(zip(true, name, "x")))
          .isInstanceOf(MalformedModelException.class)
          .hasMessageContaining("it is an attack");
    }
  }

  @Test
  void equalNamesAreRefused() throws IOException {
    byte[] bytes = zip(true, "a", "1", "b", "2");
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    byte[] twice = bytes.clone();
    // The second name in the directory comes last in the file.
    twice[text.lastIndexOf('b')] = 'a';
    assertThatThrownBy(() -> open(twice)).hasMessageContaining("two entries are named 'a'");
  }

  @Test
  void sharedBytesAreRefused() throws IOException {
    byte[] bytes = zip(true, "a", "1", "b", "2");
    int second = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("PK\1\2");
    little(bytes).putInt(second + 42, 0);
    assertThatThrownBy(() -> open(bytes)).hasMessageContaining("two entries share the bytes");
  }

  @Test
  void encryptionAndOtherMethodsAreUnsupported() throws IOException {
    byte[] bytes = zip(false, "a", "hello");
    int central = find(bytes, 0x02014b50);
    byte[] encrypted = bytes.clone();
    encrypted[central + 8] |= 1;
    assertThatThrownBy(() -> open(encrypted))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("entry 'a' is encrypted");
    byte[] lzma = bytes.clone();
    lzma[central + 10] = 14;
    assertThatThrownBy(() -> open(lzma).entry("a"))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("packed by method 14");
  }

  @Test
  void sizesAndChecksumsAreHeldToTheirWord() throws IOException {
    byte[] bytes = zip(false, "a", "x".repeat(1000));
    int central = find(bytes, 0x02014b50);
    byte[] more = bytes.clone();
    little(more).putInt(central + 24, 500);
    assertThatThrownBy(() -> open(more).entry("a"))
        .hasMessageContaining("declares 500 bytes and holds more");
    byte[] less = bytes.clone();
    little(less).putInt(central + 24, 2000);
    assertThatThrownBy(() -> open(less).entry("a"))
        .hasMessageContaining("declares 2000 bytes and holds 1000");
    byte[] bomb = bytes.clone();
    little(bomb).putInt(central + 24, 1 << 30);
    assertThatThrownBy(() -> open(bomb).entry("a")).hasMessageContaining("no honest model shrinks");
    byte[] sum = bytes.clone();
    little(sum).putInt(central + 16, 1);
    assertThatThrownBy(() -> open(sum).entry("a")).hasMessageContaining("has the checksum");
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 5);
    assertThatThrownBy(() -> open(cut)).hasMessageContaining("cut short");
  }
}
