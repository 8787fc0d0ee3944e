package dev.tenon.spark.internal.files;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Objects as bytes of Java's serialization.
 *
 * <p>Broadcasts and results travel in this form, because Spark can be set to Kryo, which does not
 * know how an object wants to be written.
 */
public final class SerializedObject {
  private SerializedObject() {}

  /**
   * Returns the bytes of an object.
   *
   * @param what names the object in the error
   * @throws IllegalArgumentException if a part of it is not serializable
   */
  public static byte[] write(Object object, String what) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    } catch (NotSerializableException e) {
      throw new IllegalArgumentException(
          what
              + " must be java.io.Serializable to travel to executors; not serializable is "
              + e.getMessage()
              + ": implement Serializable, or use only serializable objects in lambdas",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Returns the object of some bytes; its classes are those of the running job. */
  public static Object read(byte[] bytes) {
    try (ObjectInputStream in = new JobInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "class " + e.getMessage() + " is not on the executors' class path", e);
    }
  }

  private static final class JobInputStream extends ObjectInputStream {
    private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();

    JobInputStream(InputStream in) throws IOException {
      super(in);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(described.getName(), false, loader);
      } catch (ClassNotFoundException e) {
        return super.resolveClass(described);
      }
    }
  }
}
