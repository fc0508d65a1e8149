# The same loop in PyTorch eager: forward, cross-entropy, backward, Adam, mean |g| of every weight. Prints milliseconds.
import os, statistics, sys, time
import torch
depth, width, batch, steps = int(sys.argv[1]), int(sys.argv[2]), 128, 200
torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
torch.manual_seed(0)
layers, n = [], 784
for _ in range(depth):
    layers += [torch.nn.Linear(n, width), torch.nn.ReLU()]
    n = width
net = torch.nn.Sequential(*layers, torch.nn.Linear(n, 10))
x, y = torch.rand(batch, 784), torch.randint(0, 10, (batch,))
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
weights = [p for p in net.parameters() if p.dim() == 2]
averages, times = [], []
for _ in range(steps):
    t = time.perf_counter()
    loss = torch.nn.functional.cross_entropy(net(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    averages.append([w.grad.abs().mean().item() for w in weights])
    times.append(time.perf_counter() - t)
print("%.6f" % (1000 * statistics.median(times[20:])))
