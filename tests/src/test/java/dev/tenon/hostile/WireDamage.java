package dev.tenon.hostile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What goes wrong with the fields of any protobuf message. */
final class WireDamage {
  private WireDamage() {}

  /**
   * Changes a field or what is around it.
   *
   * @param choice which kind of damage
   * @param texts what a text may become
   */
  static void change(
      Wire model, Wire wire, Wire.Field field, int choice, String[] texts, Random random) {
    switch (choice) {
      case 0 -> field.number = 1 + random.nextInt(30);
      case 1 -> field.type = random.nextInt(8);
      case 2 -> wire.fields.remove(field);
      case 3 -> wire.fields.add(random.nextInt(wire.fields.size()), field.copy());
      case 4 -> {
        if (field.type == Wire.BYTES) {
          field.length = Math.max(0, Mutator.wild(random));
        } else {
          field.value = Mutator.wild(random);
        }
      }
      case 9 -> wire.varint(1 + random.nextInt(20), Mutator.wild(random));
      case 10 -> {
        Wire.Field other = wire.fields.get(random.nextInt(wire.fields.size()));
        byte[] bytes = other.bytes;
        other.bytes = field.bytes;
        field.bytes = bytes;
      }
      default -> value(model, field, texts, random);
    }
  }

  private static void value(Wire model, Wire.Field field, String[] texts, Random random) {
    if (field.type != Wire.BYTES) {
      field.value = random.nextInt(3) == 0 ? random.nextInt(30) : Mutator.wild(random);
      return;
    }
    if (field.message != null) {
      return;
    }
    switch (random.nextInt(4)) {
      case 0 -> field.bytes = texts[random.nextInt(texts.length)].getBytes(StandardCharsets.UTF_8);
      case 1 -> {
        // The name of something else in the file: reads itself, two of a name, wrong operator.
        List<Wire> all = model.all();
        Wire other = all.get(random.nextInt(all.size()));
        for (Wire.Field candidate : other.fields) {
          if (candidate.type == Wire.BYTES && candidate.message == null) {
            field.bytes = candidate.bytes.clone();
          }
        }
      }
      case 2 -> {
        if (field.bytes.length > 0) {
          int width = 1 << random.nextInt(4);
          byte[] changed = field.bytes.clone();
          RandomDamage.put(changed, random.nextInt(changed.length), width, Mutator.wild(random));
          field.bytes = changed;
        }
      }
      default -> field.bytes = Arrays.copyOf(field.bytes, random.nextInt(200));
    }
  }
}
