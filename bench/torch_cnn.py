# The network of cnn_step.m in PyTorch eager, one thread. Prints the median processor time of a step in milliseconds.
import statistics
import sys
import time
import torch
torch.set_num_threads(1); torch.manual_seed(0)
steps = int(sys.argv[1]) if len(sys.argv) > 1 else 40
net = torch.nn.Sequential(torch.nn.Conv2d(1,16,3,padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Conv2d(16,32,3,padding=1), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(32*14*14,10))
x, y = torch.rand(128,1,28,28), torch.randint(0,10,(128,))
opt = torch.optim.Adam(net.parameters(), lr=1e-3)
times=[]
for _ in range(steps):
    t=time.process_time()
    loss=torch.nn.functional.cross_entropy(net(x),y); opt.zero_grad(); loss.backward(); opt.step()
    times.append(time.process_time()-t)
print("%.6f"%(1000*statistics.median(times[5:])))
