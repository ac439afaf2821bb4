// SPDX-License-Identifier: Apache-2.0

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads all pins of serviceGL20 for some seconds, with some calls under way at one time on one connection, and prints
 * reads/s, and the median and the 99th percentile of a call's time in microseconds. Usage: Load PORT SECONDS CALLS
 */
public final class Load {

    private static final int MOST = 4_000_000;
    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };
    private static final MethodDescriptor<byte[], byte[]> READ = MethodDescriptor.newBuilder(BYTES, BYTES)
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("serviceGL20/digitalReadAll")
            .build();

    private final ManagedChannel channel;
    private final long end;
    private final int[] micros = new int[MOST];
    private final AtomicInteger count = new AtomicInteger();
    private final CountDownLatch done;

    private Load(ManagedChannel channel, int seconds, int calls) {
        this.channel = channel;
        this.end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        this.done = new CountDownLatch(calls);
    }

    private void call() {
        var start = System.nanoTime();
        if (start - end >= 0) {
            done.countDown();
            return;
        }
        ClientCalls.asyncUnaryCall(channel.newCall(READ, CallOptions.DEFAULT), new byte[0], new StreamObserver<byte[]>() {
            @Override
            public void onNext(byte[] answer) {
                if (answer.length != 3) {
                    throw new IllegalStateException("not a value: " + Arrays.toString(answer));
                }
            }

            @Override
            public void onError(Throwable problem) {
                problem.printStackTrace();
                System.exit(1);
            }

            @Override
            public void onCompleted() {
                var index = count.getAndIncrement();
                if (index < MOST) {
                    micros[index] = (int) ((System.nanoTime() - start) / 1_000);
                }
                call();
            }
        });
    }

    public static void main(String[] arguments) throws InterruptedException {
        var port = Integer.parseInt(arguments[0]);
        var seconds = Integer.parseInt(arguments[1]);
        var calls = Integer.parseInt(arguments[2]);
        var channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .directExecutor()
                .build();
        var load = new Load(channel, seconds, calls);
        for (var i = 0; i < calls; i++) {
            load.call();
        }
        load.done.await();
        var count = Math.min(load.count.get(), MOST);
        Arrays.sort(load.micros, 0, count);
        System.out.printf("%d %d %d%n", count / seconds, load.micros[count / 2], load.micros[count * 99 / 100]);
        channel.shutdownNow();
    }
}
